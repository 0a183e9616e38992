import { Refusal } from '@lawang/schema/errors'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, CaseCommand } from '../domain/model.ts'
import type { ReporterCommand } from '../domain/reporter-act.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { readEvents } from '../store/chains.ts'
import { complaintQueries } from '../store/complaint-queries.ts'
import { actAsReporter } from './act-as-reporter.ts'
import { actOnCase } from './act-on-case.ts'
import { carryOutWaitingNotes } from './carry-out-notes.ts'
import { fileComplaint } from './file-complaint.ts'
import { createReceiptGuesses } from './receipt-guesses.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'

const COORDINATOR: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
let member: TestMember
let now = TUESDAY

beforeAll(async () => {
  member = await openTestMember({ reference: loadReference(), governments: ['64.08'], now: () => now })
})
afterAll(() => member[Symbol.asyncDispose]())

/** `clock`: how many milliseconds the door's clock goes on before the step; it may stand, and be set back. */
interface Step {
  readonly kind: 'reply' | 'reopen' | 'rate' | 'ask' | 'work' | 'answer' | 'close' | 'offer' | 'return' | 'tend'
  readonly clock: number
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    ...(['reply', 'reply', 'reply', 'ask', 'ask', 'work', 'answer', 'close', 'reopen', 'rate'] as const),
    ...(['offer', 'offer', 'return', 'tend'] as const),
  ),
  clock: fc.constantFrom(0, 0, 1, 60_000, -30_000),
})

interface History {
  readonly complaint: string
  readonly secret: string
  readonly case: string
  /** What the door has taken in of the reporter, and what officers have asked, each in the order of its saying. */
  readonly said: string[]
  readonly asked: string[]
}

test('whatever officers ask and do, and wherever the clock goes: every word of the reporter is carried out once, in its order', async () => {
  const guesses = createReceiptGuesses()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), async (steps) => {
      const { complaint, secret } = await fileComplaint(member.around, sampleInput(), PUBLIC)
      const history: History = {
        ...{ complaint: complaint.id, secret, case: complaint.case?.id ?? '', said: [], asked: [] },
      }
      for (const each of steps) {
        now = new Date(now.getTime() + each.clock)
        await take(each, history, guesses)
      }
      await bringBack(history)
      await carryOutWaitingNotes(member.around)
      await check(history)
    }),
    { numRuns: 10 },
  )
}, 300_000)

async function take({ kind }: Step, history: History, guesses: ReturnType<typeof createReceiptGuesses>): Promise<void> {
  const { said, asked } = history
  const say = async (act: Record<string, unknown>, text: string) => {
    const { complaint, secret } = history
    // The test writes what belongs to each type.
    const command = { complaint, secret, ...act } as ReporterCommand
    if (await isDone(() => actAsReporter({ around: member.around, guesses }, command))) said.push(text)
  }
  const act = (command: CaseCommand) => isDone(() => actOnCase(member.around, command, COORDINATOR))
  const text = `Kata ke-${said.length + 1} di antara ${asked.length} pertanyaan`
  switch (kind) {
    case 'reply':
      return say({ type: 'reply', body: text }, text)
    case 'reopen':
      return say({ type: 'reopen', reason: text }, text)
    case 'rate':
      return say({ type: 'rate', satisfaction: 3, comment: text }, text)
    case 'ask': {
      const question = `Pertanyaan ke-${asked.length + 1}`
      if (await act({ type: 'defer', case: history.case, question })) asked.push(question)
      return
    }
    case 'work':
      if (!(await act({ type: 'start', case: history.case })))
        await act({ type: 'verify', case: history.case, category: 'transport.street-lighting' })
      return
    case 'answer':
      await act({ type: 'answer', case: history.case, body: 'Sudah.' })
      return
    case 'close':
      await act({ type: 'close', case: history.case })
      return
    case 'offer':
      await act({ type: 'handOver', case: history.case, to: '64', reason: 'Urusan provinsi.' })
      return
    case 'return':
      return bringBack(history)
    case 'tend':
      await carryOutWaitingNotes(member.around)
  }
}

/** Nobody takes what was offered: it is the door's again, and what was said meanwhile waits to be carried out. */
async function bringBack({ complaint }: History): Promise<void> {
  const requested = (await member.logOf('HandoverRequested', complaint)).at(-1)
  if (!requested) return
  const { epoch, request } = requested
  await member.receive({ type: 'Withdrawn', complaint, government: '64.08', epoch, request, reason: 'WITHDRAWN' })
}

/** A history goes on when what it asks for is refused; anything else is a fault. */
async function isDone(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

async function check({ complaint, said, asked }: History): Promise<void> {
  const owner = { complaint, government: '64.08' }
  const { chain = [], annex = [] } = [...(await readEvents(member.database, [owner])).values()][0] ?? {}
  const notes = new Map(annex.filter(({ type }) => type === 'REPORTER_ACT').map((note) => [note.id, note.data.text]))
  expect([...notes.values()].toSorted()).toEqual(said.toSorted())
  const carried = chain.flatMap(({ data }) => data.carriesOut ?? [])
  expect(carried.map((id) => notes.get(id))).toEqual(said)
  expect(chain.filter(({ type }) => type === 'DEFERRED').map(({ data }) => data.reason ?? data.text)).toEqual(asked)
  // What officers read is what was carried out and not laid aside, in the same order.
  const [known] = await complaintQueries(member.database).repliesOf([{ id: complaint }])
  const shown = known?.replies.map(({ text }) => text) ?? []
  expect(shown).toEqual(said.filter((text) => shown.includes(text)))
  expect(new Set(shown).size).toBe(shown.length)
}
