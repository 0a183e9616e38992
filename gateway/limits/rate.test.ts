import { Refusal } from '@lawang/schema/errors'
import { describe, expect, it } from 'vitest'
import { createAdmission } from './admission.ts'
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

  it('takes nothing from another', () => {
    const limit = createRateLimit({ perSecond: 1, burst: 1 })
    limit.take('a', 0)
    expect(limit.take('b', 0)).toBeUndefined()
  })
})

describe('admission', () => {
  const admission = () =>
    createAdmission(
      { perSecond: 1, burst: 1 },
      () => 0,
      () => {},
    )
  const refused = (admit: ReturnType<typeof admission>, address: string, authorization?: string) => {
    try {
      admit({ address, authorization })
      return undefined
    } catch (error) {
      return error instanceof Refusal ? [error.code, error.facts.retryAfter] : error
    }
  }

  it('counts tokens apart behind one address', () => {
    const admit = admission()
    expect([refused(admit, 'a', 'one'), refused(admit, 'a', 'two')]).toEqual([undefined, undefined])
    expect(refused(admit, 'a', 'one')).toEqual(['RATE_LIMITED', 1])
  })

  it('ends for an address that makes up tokens', () => {
    const admit = admission()
    const outcomes = Array.from({ length: 12 }, (_, number) => refused(admit, 'a', `made up ${number}`))
    expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(10)
  })
})
