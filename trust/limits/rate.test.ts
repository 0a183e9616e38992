import { describe, expect, it } from 'vitest'
import { createRateLimit } from './rate.ts'

describe('a client', () => {
  it('may ask for a burst, and then as often as its bucket fills', () => {
    const limit = createRateLimit({ perSecond: 2, burst: 3 })
    expect([0, 0, 0, 0].map((now) => limit.take('a', now))).toEqual([undefined, undefined, undefined, 1])
    expect(limit.take('a', 500)).toBeUndefined()
    expect(limit.take('a', 500)).toBe(1)
  })

  it('is told how long to wait', () => {
    const limit = createRateLimit({ perSecond: 0.1, burst: 1 })
    limit.take('a', 0)
    expect(limit.take('a', 0)).toBe(10)
  })

  it('can be told how long to wait without being counted', () => {
    const limit = createRateLimit({ perSecond: 1, burst: 1 })
    expect([limit.wait('a', 0), limit.wait('a', 0)]).toEqual([undefined, undefined])
    limit.take('a', 0)
    expect([limit.wait('a', 0), limit.wait('a', 1_000), limit.take('a', 1_000)]).toEqual([1, undefined, undefined])
  })

  it('is forgotten when too many are counted, those first who have rested longest', () => {
    const limit = createRateLimit({ perSecond: 1, burst: 1 })
    for (const client of ['a', 'a', 'b', 'a', 'a']) limit.take(client, 0)
    // with these two one more than are counted
    for (let other = 0; other < 49_999; other++) limit.take(`other ${other}`, 0)
    expect([limit.wait('a', 0), limit.wait('b', 0), limit.wait('other 0', 0)]).toEqual([1, undefined, 1])
  })

  it('takes nothing from another', () => {
    const limit = createRateLimit({ perSecond: 1, burst: 1 })
    limit.take('a', 0)
    expect(limit.take('b', 0)).toBeUndefined()
  })
})
