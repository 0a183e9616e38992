import { parseId } from '@lawang/schema/id'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientOf, deriveCaseId, deriveComplaintId, deriveSecret, hashSecret, secretMatches } from './identifiers.ts'

const KEY = new Uint8Array(32).fill(7)
const OTHER_KEY = new Uint8Array(32).fill(8)

describe('complaint ids', () => {
  test('the same door, client and key always give the same valid id', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (client, idempotencyKey) => {
        const id = deriveComplaintId(KEY, { door: '64.08', client, idempotencyKey })
        expect(parseId(id)).toEqual({ form: 'valid', id, kind: 'complaint', government: '64.08' })
        expect(deriveComplaintId(KEY, { door: '64.08', client, idempotencyKey })).toBe(id)
      }),
      { numRuns: 200 },
    )
  })

  test('another door key, door, client or idempotency key gives another id', () => {
    const origin = { door: '64.08', client: 'a', idempotencyKey: 'b' }
    const ids = [
      deriveComplaintId(KEY, origin),
      deriveComplaintId(OTHER_KEY, origin),
      deriveComplaintId(KEY, { ...origin, door: '64.07' }),
      deriveComplaintId(KEY, { ...origin, client: 'ab' }),
      deriveComplaintId(KEY, { ...origin, client: 'ab', idempotencyKey: '' }),
      deriveComplaintId(KEY, { ...origin, idempotencyKey: 'c' }),
      deriveComplaintId(KEY, { door: '64.08', random: new Uint8Array(16) }),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })

  test("clients without a token share a space, a bearer's keys are their own", () => {
    expect(clientOf({ kind: 'public' })).toBe(clientOf({ kind: 'public' }))
    expect(clientOf({ kind: 'person', subject: 'public', role: 'reporter' })).not.toBe(clientOf({ kind: 'public' }))
  })
})

test('a government opens one case per complaint and epoch', () => {
  const facts = { government: '64', complaint: '6408-7ZK3M0Q9T2XV4B1CF', epoch: 2 }
  const id = deriveCaseId(KEY, facts)
  expect(parseId(id)).toMatchObject({ form: 'valid', kind: 'case', government: '64' })
  expect(deriveCaseId(KEY, facts)).toBe(id)
  expect(deriveCaseId(KEY, { ...facts, epoch: 3 })).not.toBe(id)
})

describe('the receipt secret', () => {
  const secret = deriveSecret(KEY, '6408-7ZK3M0Q9T2XV4B1CF')

  test('is five groups of four characters, the same whenever it is asked for', () => {
    expect(secret).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}$/)
    expect(deriveSecret(KEY, '6408-7ZK3M0Q9T2XV4B1CF')).toBe(secret)
    expect(deriveSecret(OTHER_KEY, '6408-7ZK3M0Q9T2XV4B1CF')).not.toBe(secret)
  })

  test('is known again however it was written down', () => {
    const hash = hashSecret(secret)
    expect(secretMatches(secret.toLowerCase().replaceAll('-', ' '), hash)).toBe(true)
    expect(secretMatches(secret.replaceAll('0', 'O').replaceAll('1', 'l'), hash)).toBe(true)
  })

  test.each([undefined, null, '', '0000-0000-0000-0000-0000'])('%j does not open the complaint', (shown) => {
    expect(secretMatches(shown, hashSecret(secret))).toBe(false)
  })
})
