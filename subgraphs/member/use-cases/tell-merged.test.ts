import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor, CaseCommand } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { readChain } from '../store/chains.ts'
import { complaintQueries } from '../store/complaint-queries.ts'
import { actAsReporter } from './act-as-reporter.ts'
import { actOnCase } from './act-on-case.ts'
import { fileComplaint, type Receipt } from './file-complaint.ts'
import { mergeCase } from './merge-case.ts'
import { createReceiptGuesses } from './receipt-guesses.ts'
import { tellMerged } from './tell-merged.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'

const COORDINATOR: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
const CATEGORY = 'transport.street-lighting'
let member: TestMember
let now = TUESDAY

beforeAll(async () => {
  member = await openTestMember({ reference: loadReference(), governments: ['64.08'], now: () => now })
})
afterAll(() => member[Symbol.asyncDispose]())
beforeEach(() => {
  now = new Date(now.getTime() + 60_000)
})

const REPORTER = { name: 'Pelapor 1', phone: '+62 811 0000 4722' }
const file = () =>
  fileComplaint(member.around, sampleInput({ location: '64.08.04', category: CATEGORY, reporter: REPORTER }), PUBLIC)
const caseOf = ({ complaint }: Receipt) => complaint.case?.id ?? ''
const act = (command: CaseCommand) => actOnCase(member.around, command, COORDINATOR)
const merge = (duplicate: Receipt, into: Receipt) =>
  mergeCase(member.around, { case: caseOf(duplicate), into: into.complaint.id }, COORDINATOR)
const journeyOf = async ({ complaint }: Receipt) => {
  const [journey = []] = await complaintQueries(member.database).journeysOf([{ id: complaint.id }])
  return journey.map(({ type, status, reason }) => [type, status, reason])
}
const reopen = ({ complaint, secret }: Receipt) =>
  actAsReporter(
    { around: member.around, guesses: createReceiptGuesses() },
    { type: 'reopen', complaint: complaint.id, secret, reason: 'Belum selesai.' },
  )
/** Until nobody has anything to be told: what is told is news to those whose own was merged before. */
async function tellAll(): Promise<number> {
  const told = await tellMerged(member.around)
  return told === 0 ? 0 : told + (await tellAll())
}

async function answer(filed: Receipt): Promise<void> {
  const id = caseOf(filed)
  await act({ type: 'verify', case: id, category: CATEGORY })
  await act({ type: 'start', case: id })
  await act({ type: 'answer', case: id, body: 'Lampu sudah diganti.' })
}

describe('the reporter of a complaint that was merged into another', () => {
  test('is told by a step of the own journey when the other is answered, closed and reopened, each once and in order', async () => {
    const [survivor, duplicate] = [await file(), await file()]
    await act({ type: 'verify', case: caseOf(survivor), category: CATEGORY })
    await merge(duplicate, survivor)
    await act({ type: 'start', case: caseOf(survivor) })
    expect(await tellAll()).toBe(0)
    await act({ type: 'answer', case: caseOf(survivor), body: 'Lampu sudah diganti.' })
    expect(await tellAll()).toBe(1)
    expect(await tellAll()).toBe(0)
    await act({ type: 'close', case: caseOf(survivor) })
    await reopen(survivor)
    expect(await tellAll()).toBe(2)
    expect((await journeyOf(duplicate)).slice(1)).toEqual([
      ['ARCHIVED', 'ARCHIVED', 'DUPLICATE'],
      ['CONTINUED', 'ARCHIVED', 'CONTINUED_ANSWERED'],
      ['CONTINUED', 'ARCHIVED', 'CONTINUED_CLOSED'],
      ['CONTINUED', 'ARCHIVED', 'CONTINUED_REOPENED'],
    ])
  })

  test('is told through a merger of the other as well', async () => {
    const [last, middle, first] = [await file(), await file(), await file()]
    await merge(first, middle)
    await merge(middle, last)
    await answer(last)
    await tellAll()
    expect((await journeyOf(middle)).at(-1)).toEqual(['CONTINUED', 'ARCHIVED', 'CONTINUED_ANSWERED'])
    expect((await journeyOf(first)).slice(2)).toEqual([
      ['CONTINUED', 'ARCHIVED', 'CONTINUED_ARCHIVED'],
      ['CONTINUED', 'ARCHIVED', 'CONTINUED_ANSWERED'],
    ])
  })

  test('who goes the own way again is told no more, and can be worked on and answered', async () => {
    const [survivor, duplicate] = [await file(), await file()]
    await merge(duplicate, survivor)
    await reopen(duplicate)
    await answer(survivor)
    expect(await tellAll()).toBe(0)
    await answer(duplicate)
    expect((await journeyOf(duplicate)).map(([type]) => type)).toEqual([
      ...['FILED', 'ARCHIVED', 'REOPENED', 'VERIFIED', 'STARTED', 'ANSWERED'],
    ])
  })

  test('who reopens after having been told is where it was before the merger', async () => {
    const [survivor, duplicate] = [await file(), await file()]
    await merge(duplicate, survivor)
    await answer(survivor)
    await tellAll()
    expect((await reopen(duplicate)).status).toBe('FILED')
    expect((await journeyOf(duplicate)).at(-1)?.[0]).toBe('REOPENED')
  })

  test('is told later what custody does not allow now', async () => {
    const [survivor, duplicate] = [await file(), await file()]
    await merge(duplicate, survivor)
    await answer(survivor)
    await member.database.query('UPDATE hub_contact SET quarantined = true')
    expect(await tellMerged(member.around)).toBe(0)
    await member.database.query('UPDATE hub_contact SET quarantined = false')
    expect(await tellMerged(member.around)).toBe(1)
  })

  test('hears nothing of who reported the other, and of what was before the merger', async () => {
    const [survivor, duplicate] = [await file(), await file()]
    await answer(survivor)
    await act({ type: 'close', case: caseOf(survivor) })
    await reopen(survivor)
    await merge(duplicate, survivor)
    await act({ type: 'answer', case: caseOf(survivor), body: 'Sekarang sudah.' })
    await tellAll()
    const chain = await readChain(member.database, { complaint: duplicate.complaint.id, government: '64.08' })
    expect(chain.flatMap(({ data }) => data.follows ?? [])).toHaveLength(1)
    const text = JSON.stringify(chain)
    for (const personal of Object.values(REPORTER)) expect(text).not.toContain(personal)
  })
})
