import { expect, it } from 'vitest'
import { NO_TROUBLE, worsened } from './alerts.ts'

const at = new Date('2026-03-17T02:00:00Z')

it('an alert tells what has become worse, and not what stays or mends', () => {
  const before = { ...NO_TROUBLE, OVERDUE_OFFER: 2, SUSPENDED: 1 }
  const after = { ...NO_TROUBLE, OVERDUE_OFFER: 3, UNACCOUNTED: 1 }
  expect(worsened(before, after, at)).toEqual([
    { kind: 'UNACCOUNTED', count: 1, at },
    { kind: 'OVERDUE_OFFER', count: 3, at },
  ])
  expect(worsened(after, after, at)).toEqual([])
})
