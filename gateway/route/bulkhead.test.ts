import { expect, it } from 'vitest'
import { Bulkhead } from './bulkhead.ts'

const { signal } = new AbortController()

it('gives a place that becomes free to the one who waits longest', async () => {
  const bulkhead = new Bulkhead(1, 2)
  const order: number[] = []
  expect(bulkhead.enter(10_000, signal)).toBe(true)
  const waiting = [1, 2].map(async (number) => {
    expect(await bulkhead.enter(10_000, signal)).toBe(true)
    order.push(number)
    bulkhead.leave()
  })
  expect([bulkhead.active, bulkhead.waiting]).toEqual([1, 2])
  bulkhead.leave()
  await Promise.all(waiting)
  expect(order).toEqual([1, 2])
  expect([bulkhead.active, bulkhead.waiting]).toEqual([0, 0])
})

it('lets no more wait than its queue holds', () => {
  const bulkhead = new Bulkhead(1, 0)
  bulkhead.enter(10_000, signal)
  expect(bulkhead.enter(10_000, signal)).toBe(false)
})

it('keeps nobody waiting who has left, or longer than was said', async () => {
  const bulkhead = new Bulkhead(1, 2)
  bulkhead.enter(10_000, signal)
  const leaving = new AbortController()
  const left = bulkhead.enter(10_000, leaving.signal)
  leaving.abort()
  expect(await left).toBe(false)
  expect(await bulkhead.enter(1, signal)).toBe(false)
  expect(bulkhead.waiting).toBe(0)
})
