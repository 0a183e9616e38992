import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { civilDayOf } from './civil-day.ts'
import { addWorkingHours, purposeOf, readClock, readClocks, runningDeadline } from './clocks.ts'
import { lightOf } from './light.ts'
import type { CaseRecord } from './model.ts'
import { sampleCase, sampleTimeline } from './testing/samples.ts'
import type { Timeline } from './timeline.ts'

const reference = loadReference()
const { calendar } = reference

const timeline = (record: Partial<CaseRecord> = {}, changes: Partial<Timeline> = {}) =>
  sampleTimeline(sampleCase(reference, record), changes)

const dayOf = (at: Date | undefined) => at && civilDayOf(new Date(at.getTime() - 1), '64.08')

describe('working hours', () => {
  // At East Kutai, whose clocks are 8 hours ahead: 17 March is a Tuesday, and days off follow it.
  test.each([
    ['in the morning', '2026-03-16T02:00:00Z', 4, '2026-03-16T06:00:00Z'],
    ['over the night', '2026-03-16T06:00:00Z', 8, '2026-03-17T06:00:00Z'],
    ['before the office opens', '2026-03-15T20:00:00Z', 8, '2026-03-16T08:00:00Z'],
    ['after it has shut', '2026-03-16T12:00:00Z', 1, '2026-03-17T01:00:00Z'],
    ['over a weekend', '2026-03-27T07:00:00Z', 2, '2026-03-30T01:00:00Z'],
  ])('begun %s end where the office has been open so long', (_, began, hours, ends) => {
    expect(addWorkingHours(new Date(began), hours, '64.08', calendar)).toEqual(new Date(ends))
  })

  test('what belongs elsewhere is moved on within eight of them, until somebody works on it', () => {
    expect(purposeOf('OPEN', true)).toBe('TRANSFER')
    expect(purposeOf('VERIFIED', true)).toBe('TRANSFER')
    expect(purposeOf('IN_PROGRESS', true)).toBe('SETTLE')
    const open = timeline({ openedAt: new Date('2026-03-16T06:00:00Z') })
    expect(runningDeadline(open, { status: 'OPEN', elsewhere: true }, reference)).toEqual({
      at: new Date('2026-03-17T06:00:00Z'),
      clock: 'TRANSFER_8_WORKING_HOURS',
    })
  })
})

describe('time zones', () => {
  const lateMonday = new Date('2026-03-16T16:30:00Z')

  test.each([
    ['00', '2026-03-16'],
    ['13.03', '2026-03-16'],
    ['64.08', '2026-03-17'],
    ['72', '2026-03-17'],
    ['81', '2026-03-17'],
  ])('at %s it is %s already', (government, day) => {
    expect(civilDayOf(lateMonday, government)).toBe(day)
  })

  test.each([
    ['64.08', '2026-03-31T16:00:00.000Z'],
    ['13.03', '2026-03-31T17:00:00.000Z'],
    ['00', '2026-03-31T17:00:00.000Z'],
    ['91', '2026-03-31T15:00:00.000Z'],
  ])('a deadline at %s is the end of its last day there', (government, at) => {
    const verified = timeline({ status: 'VERIFIED', government }, { verifiedAt: '2026-03-17T03:00:00Z' })
    expect(runningDeadline(verified, { status: 'VERIFIED', elsewhere: false }, reference)).toEqual({
      at: new Date(at),
      clock: 'FOLLOW_UP_5_WORKING_DAYS',
    })
  })
})

describe('which clock runs', () => {
  test.each([
    ['OPEN', 'COMPLAINT', 'VERIFY_3_WORKING_DAYS'],
    ['VERIFIED', 'COMPLAINT', 'FOLLOW_UP_5_WORKING_DAYS'],
    ['ASSIGNED', 'ASPIRATION', 'FOLLOW_UP_5_WORKING_DAYS'],
    ['IN_PROGRESS', 'COMPLAINT', 'SETTLE_14_WORKING_DAYS'],
    ['IN_PROGRESS', 'ASPIRATION', 'SETTLE_5_WORKING_DAYS'],
    ['IN_PROGRESS', 'INFORMATION_REQUEST', 'SETTLE_10_WORKING_DAYS'],
  ] as const)('while %s, a case of a %s runs on %s', (status, kind, clock) => {
    const running = runningDeadline(timeline({ status, kind }), { status, elsewhere: false }, reference)
    expect(running?.clock).toBe(clock)
  })

  test('a complaint about abuse of office is settled within 60 working days', () => {
    const supervised = timeline({ status: 'IN_PROGRESS' }, { supervision: true })
    expect(readClock(supervised, 'SETTLE', reference)?.clock).toBe('SETTLE_60_WORKING_DAYS')
  })

  test.each(['ANSWERED', 'HANDED_OVER', 'ARCHIVED', 'CLOSED'] as const)('none runs while %s', (status) => {
    expect(purposeOf(status)).toBeUndefined()
  })

  test('the rule set is that of the day of filing, on a letter the day that it bears', () => {
    const rule = (changes: Partial<Timeline>) => readClock(timeline({}, changes), 'SETTLE', reference)?.rule
    expect(rule({ filedAt: '2020-06-11T02:00:00Z' })).toMatchObject({ ruleSet: 'SP4N-2018', verified: true })
    expect(rule({ filedAt: '2026-03-17T02:00:00Z' })).toMatchObject({ ruleSet: 'SP4N-2025', verified: false })
    expect(rule({ filedAt: '2026-03-17T02:00:00Z', receivedOn: '2020-06-11' })?.ruleSet).toBe('SP4N-2018')
    // 30 April 2025, 23:30 at UTC: in East Kutai May has begun.
    expect(rule({ filedAt: '2025-04-30T23:30:00Z' })?.ruleSet).toBe('SP4N-2025')
  })
})

describe('what the clocks leave out', () => {
  const working = (changes: Partial<Timeline>) => timeline({ status: 'IN_PROGRESS' }, changes)
  const opened = '2026-04-06T02:00:00Z'

  test('a question stops the settlement, and the reply lets it go on by the days that it took', () => {
    const asked = { why: 'QUESTION', from: '2026-04-07T02:00:00Z' } as const
    const open = working({ openedAt: opened, pauses: [asked] })
    expect(runningDeadline(open, { status: 'IN_PROGRESS', elsewhere: false }, reference)).toBeUndefined()
    expect(readClock(open, 'SETTLE', reference)).toMatchObject({ state: 'PAUSED' })
    const free = readClock(working({ openedAt: opened }), 'SETTLE', reference)
    const replied = working({ openedAt: opened, pauses: [{ ...asked, to: '2026-04-09T02:00:00Z' }] })
    const then = readClock(replied, 'SETTLE', reference)
    expect(dayOf(free?.at)).toBe('2026-04-24')
    expect(dayOf(then?.at)).toBe('2026-04-28')
  })

  test('the reporter has thirty working days to complete the report', () => {
    const open = working({ pauses: [{ why: 'QUESTION', from: '2026-04-07T02:00:00Z' }] })
    expect(readClock(open, 'COMPLETE', reference)).toMatchObject({
      clock: 'COMPLETE_30_WORKING_DAYS',
      state: 'RUNNING',
    })
  })

  test('an extension moves the settlement to its day, and what is left out since then moves it further', () => {
    const extension = { until: '2026-05-06', at: '2026-04-20T02:00:00Z' }
    expect(dayOf(readClock(working({ openedAt: opened, extension }), 'SETTLE', reference)?.at)).toBe('2026-05-06')
    const out = { why: 'FIELD_WORK', from: '2026-04-21T02:00:00Z', to: '2026-04-23T02:00:00Z' } as const
    const moved = working({ openedAt: opened, extension, pauses: [out] })
    expect(dayOf(readClock(moved, 'SETTLE', reference)?.at)).toBe('2026-05-08')
  })
})

test('an ended clock says whether what it counted was done in time', () => {
  const states = (answeredAt: string) =>
    Object.fromEntries(
      readClocks(timeline({ status: 'ANSWERED' }, { answeredAt }), false, reference).map(({ purpose, state }) => [
        purpose,
        state,
      ]),
    )
  expect(states('2026-04-14T15:59:00Z')).toMatchObject({ VERIFY: 'MET', SETTLE: 'MET', REPLY: 'RUNNING' })
  expect(states('2026-04-14T16:00:00Z')).toMatchObject({ SETTLE: 'MISSED' })
})

test('the light of a deadline is green, yellow in its last days, and red from the deadline on', () => {
  const deadline = { at: new Date('2026-04-14T16:00:00Z'), clock: 'SETTLE_14_WORKING_DAYS' }
  const light = (now: string) => lightOf(deadline, '64.08', new Date(now), reference)
  expect(light('2026-04-09T15:59:59Z')).toBe('GREEN')
  expect(light('2026-04-09T16:00:00Z')).toBe('YELLOW')
  expect(light('2026-04-14T15:59:59Z')).toBe('YELLOW')
  expect(light('2026-04-14T16:00:00Z')).toBe('RED')
  expect(lightOf({ ...deadline, clock: 'A_NEWER_ONE' }, '64.08', new Date('2026-04-14T00:00:00Z'), reference)).toBe(
    'GREEN',
  )
})
