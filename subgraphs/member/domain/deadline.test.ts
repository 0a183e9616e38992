import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { civilDayOf, isCivilDay } from './civil-day.ts'
import { addWorkingDays, addWorkingHours, clockOf, deadlineOf } from './deadline.ts'

const { calendar } = loadReference()

describe('working days', () => {
  test.each([
    ['2026-03-17', 5, '2026-03-31'],
    ['2026-03-17', 14, '2026-04-14'],
    ['2026-03-27', 1, '2026-03-30'],
    ['2026-03-28', 1, '2026-03-30'],
  ])('%s and %i working days is %s', (day, count, due) => {
    expect(addWorkingDays(day, count, calendar)).toBe(due)
  })

  test('a deadline never falls on a weekend or a day off, and more days never end earlier', () => {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2027-12-01'), noInvalidDate: true })
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 30 }), (from, count) => {
        const start = from.toISOString().slice(0, 10)
        const due = addWorkingDays(start, count, calendar)
        expect(calendar.has(due)).toBe(false)
        expect(new Date(due).getUTCDay() % 6).not.toBe(0)
        expect(addWorkingDays(start, count + 1, calendar) > due).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

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
    expect(clockOf('OPEN', 'COMPLAINT', true)).toBe('TRANSFER_8_WORKING_HOURS')
    expect(clockOf('VERIFIED', 'COMPLAINT', true)).toBe('TRANSFER_8_WORKING_HOURS')
    expect(clockOf('IN_PROGRESS', 'COMPLAINT', true)).toBe('SETTLE_14_WORKING_DAYS')
    const began = new Date('2026-03-16T06:00:00Z')
    expect(deadlineOf('TRANSFER_8_WORKING_HOURS', began, '64.08', calendar)).toEqual({
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
    const filed = new Date('2026-03-17T03:00:00Z')
    const deadline = deadlineOf('FOLLOW_UP_5_WORKING_DAYS', filed, government, calendar)
    expect(deadline).toEqual({ at: new Date(at), clock: 'FOLLOW_UP_5_WORKING_DAYS' })
  })
})

describe('clocks', () => {
  test.each([
    ['OPEN', 'COMPLAINT', 'VERIFY_3_WORKING_DAYS'],
    ['VERIFIED', 'COMPLAINT', 'FOLLOW_UP_5_WORKING_DAYS'],
    ['ASSIGNED', 'ASPIRATION', 'FOLLOW_UP_5_WORKING_DAYS'],
    ['IN_PROGRESS', 'COMPLAINT', 'SETTLE_14_WORKING_DAYS'],
    ['IN_PROGRESS', 'ASPIRATION', 'SETTLE_5_WORKING_DAYS'],
    ['IN_PROGRESS', 'INFORMATION_REQUEST', 'SETTLE_5_WORKING_DAYS'],
  ] as const)('while %s, a case of a %s runs on %s', (status, kind, clock) => {
    expect(clockOf(status, kind)).toBe(clock)
  })

  test.each(['ANSWERED', 'HANDED_OVER', 'ARCHIVED', 'CLOSED'] as const)('none runs while %s', (status) => {
    expect(clockOf(status, 'COMPLAINT')).toBeUndefined()
  })
})

test.each([
  ['2020-02-29', true],
  ['2021-02-29', false],
  ['2020-13-01', false],
  ['2020-6-1', false],
  ['2020-06-11T00:00', false],
])('%s is a day: %s', (text, is) => {
  expect(isCivilDay(text)).toBe(is)
})
