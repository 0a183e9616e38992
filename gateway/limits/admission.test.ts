import { Refusal } from '@lawang/schema/errors'
import { describe, expect, it } from 'vitest'
import { createAdmission } from './admission.ts'

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

  it('ends for a network of IPv6 that has ever another address', () => {
    const admit = admission()
    expect([refused(admit, '2001:db8::1'), refused(admit, '2001:db8::2')]).toEqual([undefined, ['RATE_LIMITED', 1]])
    expect(refused(admit, '2001:db8:0:1::1')).toBeUndefined()
  })

  it('ends for an address that makes up tokens', () => {
    const admit = admission()
    const outcomes = Array.from({ length: 12 }, (_, number) => refused(admit, 'a', `made up ${number}`))
    expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(10)
  })
})
