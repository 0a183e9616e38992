import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor, CaseCommand } from '../domain/model.ts'
import type { ReporterCommand } from '../domain/reporter-act.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { caseQueries } from '../store/case-queries.ts'
import { readChain } from '../store/chains.ts'
import { complaintQueries } from '../store/complaint-queries.ts'
import { actAsReporter } from './act-as-reporter.ts'
import { actOnCase } from './act-on-case.ts'
import { carryOutWaitingNotes } from './carry-out-notes.ts'
import { fileComplaint } from './file-complaint.ts'
import { createReceiptGuesses } from './receipt-guesses.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'

let member: TestMember
let nation: TestMember

beforeAll(async () => {
  const reference = loadReference()
  const now = () => TUESDAY
  member = await openTestMember({ reference, governments: ['64.08'], now, twoPersonAnswers: [] })
  nation = await openTestMember({ reference, governments: ['00'], now, name: 'nation' })
})
afterAll(async () => {
  await member[Symbol.asyncDispose]()
  await nation[Symbol.asyncDispose]()
})

const officer: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
const act = (command: CaseCommand) => actOnCase(member.around, command, officer)

async function fileHere() {
  const { complaint, secret } = await fileComplaint(member.around, sampleInput(), PUBLIC)
  return { complaint: complaint.id, secret, case: complaint.case?.id ?? '' }
}

async function fileAndAnswer() {
  const filed = await fileHere()
  await act({ type: 'verify', case: filed.case, category: 'transport.street-lighting' })
  await act({ type: 'start', case: filed.case })
  await act({ type: 'answer', case: filed.case, body: 'Sudah diperbaiki.' })
  return filed
}

type Filed = Awaited<ReturnType<typeof fileHere>>
type Said = { readonly type: ReporterCommand['type'] } & Record<string, unknown>

// The tests write what belongs to each type.
const say = ({ complaint, secret }: Filed, said: Said) =>
  actAsReporter({ around: member.around, guesses: createReceiptGuesses() }, {
    complaint,
    secret,
    ...said,
  } as ReporterCommand)

const stepsOf = async (complaint: string) =>
  (await complaintQueries(member.database).journeysOf([{ id: complaint }]))[0]?.map(({ type, reason }) => [
    type,
    reason,
  ])

describe('where the door holds the complaint', () => {
  test('a satisfied reporter closes it at once', async () => {
    const filed = await fileAndAnswer()
    expect(await say(filed, { type: 'reply', satisfied: true })).toMatchObject({ status: 'CLOSED' })
    expect((await stepsOf(filed.complaint))?.at(-1)).toEqual(['CLOSED', 'REPORTER_SATISFIED'])
  })

  test('one who is not puts it back to work, and the officers read why', async () => {
    const filed = await fileAndAnswer()
    expect(await say(filed, { type: 'reply', satisfied: false, body: 'Belum menyala.' })).toMatchObject({
      status: 'IN_PROGRESS',
      case: { status: 'IN_PROGRESS', deadline: { clock: 'SETTLE_14_WORKING_DAYS' } },
    })
    const [known] = await caseQueries(member.database).repliesOf([filed.case])
    expect(known?.replies).toMatchObject([{ type: 'REPLIED', text: 'Belum menyala.' }])
    await act({ type: 'answer', case: filed.case, body: 'Sekarang menyala.' })
  })

  test('what was closed is rated, and reopened with a reason', async () => {
    const filed = await fileAndAnswer()
    await act({ type: 'close', case: filed.case })
    expect(await say(filed, { type: 'rate', satisfaction: 2, comment: 'Lama.' })).toMatchObject({ status: 'CLOSED' })
    expect(await say(filed, { type: 'reopen', reason: 'Padam lagi.' })).toMatchObject({ status: 'IN_PROGRESS' })
    expect((await stepsOf(filed.complaint))?.slice(-3)).toEqual([
      ['CLOSED', undefined],
      ['RATED', undefined],
      ['REOPENED', 'Padam lagi.'],
    ])
    const [known] = await complaintQueries(member.database).repliesOf([{ id: filed.complaint }])
    expect(known).toMatchObject({ satisfaction: 2, replies: [{ type: 'RATED', text: 'Lama.' }] })
    await act({ type: 'answer', case: filed.case, body: 'Sudah menyala.' })
  })

  test('a question to the reporter stops the clocks until the reply', async () => {
    const filed = await fileHere()
    const asked = await act({ type: 'defer', case: filed.case, question: 'Di jalan apa?' })
    expect(asked.deadline).toBeUndefined()
    expect(await say(filed, { type: 'reply', body: 'Jalan Diponegoro.' })).toMatchObject({
      case: { deadline: { clock: 'VERIFY_3_WORKING_DAYS' } },
    })
  })

  test('without the right secret nothing is taken in', async () => {
    const filed = await fileHere()
    const guessed = { ...filed, secret: '0000-0000-0000-0000-0000' }
    await expect(say(guessed, { type: 'withdraw' })).rejects.toMatchObject({ code: 'RECEIPT_NOT_RECOGNISED' })
    expect(await member.logOf('Event', filed.complaint)).toEqual([])
  })

  test('a withdrawal waits while the complaint is on its way, and is not lost when it comes back', async () => {
    const filed = await fileHere()
    await act({ type: 'handOver', case: filed.case, to: '64', reason: 'Urusan provinsi.' })
    expect(await say(filed, { type: 'withdraw', reason: 'Sudah selesai.' })).toMatchObject({ status: 'FILED' })
    expect(await carryOutWaitingNotes(member.around)).toBe(0)
    const [requested] = await member.logOf('HandoverRequested', filed.complaint)
    if (!requested) throw new Error('nothing was requested')
    const { complaint, epoch, request } = requested
    await member.receive({ type: 'Withdrawn', complaint, government: '64.08', epoch, request, reason: 'WITHDRAWN' })
    expect(await carryOutWaitingNotes(member.around)).toBe(1)
    expect(await carryOutWaitingNotes(member.around)).toBe(0)
    expect((await stepsOf(filed.complaint))?.at(-1)).toEqual(['CLOSED', 'WITHDRAWN'])
  })
})

describe('where another government holds it', () => {
  test('what the door noted reaches the holder with the grant, and is carried out once', async () => {
    const filed = await fileHere()
    await act({ type: 'handOver', case: filed.case, to: '00', reason: 'Urusan pusat.' })
    await say(filed, { type: 'reply', body: 'Tiangnya miring.' })
    await say(filed, { type: 'withdraw' })
    const [requested] = await member.logOf('HandoverRequested', filed.complaint)
    const notes = (await member.logOf('Event', filed.complaint)).map(({ event }) => event)
    if (!requested) throw new Error('nothing was requested')
    const { complaint, to, reason, dossier } = requested
    const chain = await readChain(member.database, { complaint, government: '64.08' })
    await nation.receive({
      type: 'Grant',
      ...{ complaint, epoch: 1_000_001, door: '64.08', from: '64.08', to, why: 'REQUEST', reason, dossier, chain },
      annex: notes.slice(0, 1),
    })
    expect(await carryOutWaitingNotes(nation.around)).toBe(1)
    const copy = { type: 'Event', complaint, government: '00', canonical: false } as const
    for (const event of [...notes, ...notes]) await nation.receive({ ...copy, event })
    expect(await carryOutWaitingNotes(nation.around)).toBe(1)
    expect(await carryOutWaitingNotes(nation.around)).toBe(0)
    const then = await readChain(nation.database, { complaint, government: '00' })
    expect(then.slice(-2).map(({ type, data }) => [type, data.carriesOut])).toEqual([
      ['REPLIED', notes[0]?.id],
      ['CLOSED', notes[1]?.id],
    ])
  })
})
