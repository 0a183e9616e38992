import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { expiryOf, whenExpired } from './token-expiry.ts'

const token = (claims: unknown) => `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`
const NOW = Date.parse('2026-11-21T12:00:00Z')
const inSeconds = (seconds: number) => token({ exp: NOW / 1000 + seconds })

beforeEach(() => vi.useFakeTimers({ now: NOW }))
afterEach(() => vi.useRealTimers())

describe('a token', () => {
  it.each([
    ['no token', undefined],
    ['another scheme', 'Basic e30='],
    ['no JSON', 'Bearer a.b.c'],
    ['no exp', token({ sub: 'x' })],
    ['no object', token(null)],
  ])('has no expiry with %s', (_name, authorization) => expect(expiryOf(authorization)).toBeUndefined())

  it('expires at its exp', () => {
    const expired = vi.fn()
    whenExpired(inSeconds(60), expired)
    vi.advanceTimersByTime(59_999)
    expect(expired).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(expired).toHaveBeenCalledOnce()
  })

  it('may be good for longer than a timer runs', () => {
    const expired = vi.fn()
    whenExpired(inSeconds(3_000_000), expired)
    vi.advanceTimersByTime(2_999_999_000)
    expect(expired).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1_000)
    expect(expired).toHaveBeenCalledOnce()
  })

  it('that has expired is left to the members to refuse', () => {
    const expired = vi.fn()
    whenExpired(inSeconds(-1), expired)
    vi.runAllTimers()
    expect(expired).not.toHaveBeenCalled()
  })

  it('is not waited for when nobody is left', () => {
    const expired = vi.fn()
    whenExpired(inSeconds(1), expired)()
    vi.runAllTimers()
    expect(expired).not.toHaveBeenCalled()
  })
})
