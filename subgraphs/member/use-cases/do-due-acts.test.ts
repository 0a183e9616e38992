import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor, CaseCommand } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { WorkCalendar } from '../domain/work-calendar.ts'
import { loadReference } from '../reference/load.ts'
import { complaintQueries } from '../store/complaint-queries.ts'
import { actAsReporter } from './act-as-reporter.ts'
import { actOnCase } from './act-on-case.ts'
import { doDueActs } from './do-due-acts.ts'
import { fileComplaint } from './file-complaint.ts'
import { createReceiptGuesses } from './receipt-guesses.ts'
import { recomputeDeadlines, recomputeWhenCalendarChanged } from './recompute-deadlines.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'

const reference = loadReference()
let member: TestMember
let now: Date

beforeAll(async () => {
  member = await openTestMember({ reference, governments: ['64.08'], now: () => now })
})
afterAll(() => member[Symbol.asyncDispose]())
beforeEach(async () => {
  now = TUESDAY
  await member.database.query("UPDATE case_file SET status = 'HANDED_OVER', due_at = NULL, deadline_at = NULL")
})

const officer: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
const act = (command: CaseCommand) => actOnCase(member.around, command, officer)
const tick = () => doDueActs(member.around)
const at = (instant: string) => {
  now = new Date(instant)
}

async function fileHere() {
  const { complaint, secret } = await fileComplaint(member.around, sampleInput(), PUBLIC)
  return { complaint: complaint.id, secret, case: complaint.case?.id ?? '' }
}

async function answer(filed: { readonly case: string }) {
  await act({ type: 'verify', case: filed.case, category: 'transport.street-lighting' })
  await act({ type: 'start', case: filed.case })
  await act({ type: 'answer', case: filed.case, body: 'Sudah diperbaiki.' })
}

async function stepsOf({ complaint }: { readonly complaint: string }) {
  const [journey] = await complaintQueries(member.database).journeysOf([{ id: complaint }])
  return journey?.map(({ type, reason }) => (reason === undefined ? type : `${type} ${reason}`))
}

describe('silence', () => {
  test('after an answer closes after ten working days and says so, and the reporter reopens', async () => {
    const filed = await fileHere()
    await answer(filed)
    at('2026-04-08T15:59:59Z')
    expect(await tick()).toMatchObject({ acts: 0 })
    at('2026-04-08T16:00:00Z')
    expect(await tick()).toMatchObject({ acts: 1 })
    expect(await tick()).toMatchObject({ acts: 0 })
    expect((await stepsOf(filed))?.at(-1)).toBe('CLOSED CLOSED_BY_SILENCE')
    const said = { type: 'reply', ...filed, satisfied: false, body: 'Belum selesai' } as const
    const again = await actAsReporter({ around: member.around, guesses: createReceiptGuesses() }, said)
    expect(again.status).toBe('IN_PROGRESS')
  })

  test('after a question closes after thirty', async () => {
    const filed = await fileHere()
    await act({ type: 'defer', case: filed.case, question: 'Di jalan apa?' })
    at('2026-05-31T00:00:00Z')
    await tick()
    expect((await stepsOf(filed))?.at(-1)).toBe('CLOSED NO_REPLY_TO_QUESTION')
  })
})

describe('what is late', () => {
  test('is told to the supervisor, once for each clock, and reminded of before', async () => {
    const filed = await fileHere()
    at('2026-03-26T17:00:00Z')
    expect(await tick()).toMatchObject({ acts: 1 })
    expect(await tick()).toMatchObject({ acts: 0 })
    at('2026-03-27T16:00:00Z')
    expect(await tick()).toMatchObject({ acts: 1 })
    expect(await tick()).toMatchObject({ acts: 0 })
    await act({ type: 'verify', case: filed.case, category: 'transport.street-lighting' })
    at('2026-04-10T00:00:00Z')
    expect(await tick()).toMatchObject({ acts: 1 })
    const reminded = 'REMINDED DEADLINE_NEAR'
    // Nobody looked while the second deadline was near: it is over, and nobody is reminded of it any more.
    expect(await stepsOf(filed)).toEqual(['FILED', reminded, 'ESCALATED OVERDUE', 'VERIFIED', 'ESCALATED OVERDUE'])
  })

  test('is reminded of once for each deadline, by however many servers, and again when it has moved', async () => {
    const filed = await fileHere()
    await act({ type: 'verify', case: filed.case, category: 'transport.street-lighting' })
    await act({ type: 'start', case: filed.case })
    const remindersAt = async (instant: string) => {
      at(instant)
      const ticks = await Promise.all([tick(), tick()])
      return ticks.reduce((sum, { acts }) => sum + acts, 0)
    }
    // The settlement ends with 14 April; its light is yellow in the last three working days.
    expect(await remindersAt('2026-04-09T15:59:59Z')).toBe(0)
    expect(await remindersAt('2026-04-09T16:00:00Z')).toBe(1)
    expect(await remindersAt('2026-04-10T16:00:00Z')).toBe(0)
    await act({ type: 'extend', case: filed.case, until: '2026-04-24', reason: 'Menunggu suku cadang.' })
    expect(await remindersAt('2026-04-21T15:59:59Z')).toBe(0)
    expect(await remindersAt('2026-04-21T16:00:00Z')).toBe(1)
    expect(await remindersAt('2026-04-22T16:00:00Z')).toBe(0)
    const steps = await stepsOf(filed)
    expect(steps?.slice(3)).toEqual([
      'REMINDED DEADLINE_NEAR',
      expect.stringMatching(/^EXTENDED/),
      'REMINDED DEADLINE_NEAR',
    ])
  })

  test('goes to the Ombudsman after sixty working days, when the reporter consents', async () => {
    const filed = await fileHere()
    at('2026-07-15T00:00:00Z')
    await tick()
    expect(await stepsOf(filed)).toEqual(['FILED', 'ESCALATED OVERDUE', 'ESCALATED OMBUDSMAN_CONSENT_ASKED'])
    const consent = { type: 'consentToOmbudsman', ...filed, granted: true } as const
    await actAsReporter({ around: member.around, guesses: createReceiptGuesses() }, consent)
    expect((await stepsOf(filed))?.at(-1)).toBe('ESCALATED ESCALATED_TO_OMBUDSMAN')
  })
})

describe('a new calendar', () => {
  const later = new WorkCalendar('with a late day off', new Map([['2026-03-27', 'Cuti bersama']]))
  const deadlineOf = async (id: string) => {
    const [row] = await member.database.query<{ deadline_at: Date }>(
      'SELECT deadline_at FROM case_file WHERE id = $1',
      [id],
    )
    return row && new Date(row.deadline_at).toISOString()
  }

  test('moves the deadlines of open cases, tells what they were, and does it once', async () => {
    const filed = await fileHere()
    const asked = { database: member.database, now, reason: 'SKB tambahan' }
    expect(await recomputeDeadlines({ ...asked, reference })).toMatchObject({ moved: 0 })
    const changed = { ...asked, reference: { ...reference, calendar: later } }
    expect(await recomputeWhenCalendarChanged(changed)).toMatchObject({ cases: 1, moved: 1 })
    expect(await recomputeWhenCalendarChanged(changed)).toBeUndefined()
    expect(await recomputeDeadlines(changed)).toMatchObject({ moved: 0 })
    const trail = await member.database.query(
      'SELECT clock, old_at::text, new_at::text, calendar_version, reason FROM deadline_change WHERE case_id = $1',
      [filed.case],
    )
    expect(trail).toEqual([
      {
        ...{ clock: 'VERIFY_3_WORKING_DAYS', old_at: '2026-03-27 16:00:00+00', new_at: '2026-03-20 16:00:00+00' },
        ...{ calendar_version: 'with a late day off', reason: 'SKB tambahan' },
      },
    ])
    expect(await deadlineOf(filed.case)).toBe('2026-03-20T16:00:00.000Z')
    const [shown] = await complaintQueries(member.database).byIds([filed.complaint])
    expect(shown?.case?.deadline?.at).toEqual(new Date('2026-03-20T16:00:00Z'))
  })
})
