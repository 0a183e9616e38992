import { expect, it } from 'vitest'
import { daysOfQuarter } from './quarter.ts'

it('has the days of its three months', () => {
  expect(daysOfQuarter('2026-Q1', '2026-12-01')).toEqual({ from: '2026-01-01', to: '2026-03-31' })
  expect(daysOfQuarter('2024-Q1', '2026-12-01')).toEqual({ from: '2024-01-01', to: '2024-03-31' })
  expect(daysOfQuarter('2025-Q4', '2026-12-01')).toEqual({ from: '2025-10-01', to: '2025-12-31' })
})

it('ends today while it lasts: what is due tomorrow is not missed yet', () => {
  expect(daysOfQuarter('2026-Q2', '2026-05-02')).toEqual({ from: '2026-04-01', to: '2026-05-02' })
})

it.each([
  ['2026-Q5', 'BAD_USER_INPUT'],
  ['2026-1', 'BAD_USER_INPUT'],
  ['2026-Q3', 'FUTURE_MONTH'],
])('%s is refused with %s', (quarter, code) => {
  expect(() => daysOfQuarter(quarter, '2026-05-02')).toThrow(expect.objectContaining({ code }))
})
