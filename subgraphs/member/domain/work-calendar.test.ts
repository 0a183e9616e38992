import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { isCivilDay } from './civil-day.ts'

const { calendar } = loadReference()

describe('working days', () => {
  test.each([
    ['2026-03-17', 5, '2026-03-31'],
    ['2026-03-17', 14, '2026-04-14'],
    ['2026-03-27', 1, '2026-03-30'],
    ['2026-03-28', 1, '2026-03-30'],
  ])('%s and %i working days is %s', (day, count, due) => {
    expect(calendar.addWorkingDays(day, count)).toBe(due)
  })

  test('a deadline never falls on a weekend or a day off, and more days never end earlier', () => {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2027-12-01'), noInvalidDate: true })
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 30 }), (from, count) => {
        const start = from.toISOString().slice(0, 10)
        const due = calendar.addWorkingDays(start, count) ?? ''
        expect(calendar.has(due)).toBe(false)
        expect(new Date(due).getUTCDay() % 6).not.toBe(0)
        expect((calendar.addWorkingDays(start, count + 1) ?? '') > due).toBe(true)
        expect(calendar.workingDaysBetween(start, due)).toBe(count)
      }),
      { numRuns: 300 },
    )
  })

  test('a stretch that is left out moves the end by its working days, and an open one keeps it away', () => {
    const monday = '2026-04-06'
    expect(calendar.addWorkingDays(monday, 5)).toBe('2026-04-13')
    const leftOut = [{ after: '2026-04-07', until: '2026-04-09' }]
    expect(calendar.addWorkingDays(monday, 5, leftOut)).toBe('2026-04-15')
    expect(calendar.addWorkingDays(monday, 5, [{ after: '2026-04-07' }])).toBeUndefined()
    expect(calendar.addWorkingDays(monday, 1, [{ after: '2026-04-07' }])).toBe('2026-04-07')
  })

  test('they are counted back over weekends and days off', () => {
    expect(calendar.subtractWorkingDays('2026-03-31', 5)).toBe('2026-03-17')
    expect(calendar.subtractWorkingDays('2026-03-31', 0)).toBe('2026-03-31')
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
