import { expect, it } from 'vitest'
import { comparedDays } from './uplift.ts'

it('compares as many days before a visit as are over since', () => {
  expect(comparedDays('2026-07-14', '2026-07-17')).toEqual({
    days: 3,
    before: { from: '2026-07-11', to: '2026-07-13' },
    after: { from: '2026-07-14', to: '2026-07-16' },
  })
})

it('compares 90 days at most, and none on the day of the visit', () => {
  expect(comparedDays('2026-01-01', '2026-12-31')).toMatchObject({
    days: 90,
    after: { from: '2026-01-01', to: '2026-03-31' },
  })
  expect(comparedDays('2026-07-14', '2026-07-14')).toBeUndefined()
})
