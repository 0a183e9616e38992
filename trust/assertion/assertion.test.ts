import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { generateKeyText, readSigningKey } from '../keys/signing-key.ts'
import { verifyingKey } from '../keys/verifying-key.ts'
import { mintAssertion, type ReadAssertionOptions, readAssertion } from './assertion.ts'

const NOW = 1_790_000_000
const gateway = readSigningKey(generateKeyText({ isDevelopment: false }))
const other = readSigningKey(generateKeyText({ isDevelopment: false }))
const CLAIMS = { sub: 'officer-1', role: 'coordinator', region: '64.08', iss: 'https://id.example', exp: NOW + 3600 }
const options: ReadAssertionOptions = {
  member: 'kutai-timur',
  gateway: 'gateway',
  keyOf: (id) => {
    const owner = id === gateway.id ? 'gateway' : 'other-gateway'
    const key = [gateway, other].find((one) => one.id === id)
    return key && { owner, verify: verifyingKey(key.x).verify }
  },
  mayAssert: undefined,
  now: NOW,
}

const mint = (key = gateway, change: Partial<Parameters<typeof mintAssertion>[0]> = {}) =>
  mintAssertion(
    {
      gateway: 'gateway',
      member: 'kutai-timur',
      bearer: { kind: 'KNOWN', claims: CLAIMS },
      token: 'the.access.token',
      now: NOW,
      id: 'one',
      ...change,
    },
    key,
  )

/** The same payload under another header, signed as `sign` does. */
function withHeader(header: object, sign: (text: string) => string): string {
  const [, payload] = mint().split('.')
  const text = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}`
  return `${text}.${sign(text)}`
}

const TYPE = 'lawang-assertion+jwt'
const byGateway = (text: string) => gateway.sign(Buffer.from(text)).toString('base64url')

describe('an assertion', () => {
  test('tells one member who asks, and never the token itself', () => {
    const text = mint()
    expect(readAssertion(text, options)).toEqual({
      bearer: { kind: 'KNOWN', claims: expect.objectContaining(CLAIMS) },
      tokenEndsAt: (NOW + 3600) * 1000,
    })
    expect(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()).not.toContain('the.access.token')
  })

  test('tells that the token was not taken, and why', () => {
    const text = mint(gateway, { bearer: { kind: 'REFUSED', fault: 'EXPIRED' } })
    expect(readAssertion(text, options)).toEqual({
      bearer: { kind: 'REFUSED', fault: 'EXPIRED' },
      tokenEndsAt: undefined,
    })
  })

  test.each<[string, string, string, Partial<ReadAssertionOptions>]>([
    ['for another member', 'OTHER_RECIPIENT', mint(gateway, { member: 'regency' }), {}],
    ['in the name of another gateway', 'OTHER_RECIPIENT', mint(gateway, { gateway: 'other-gateway' }), {}],
    ['of another gateway than the one that sends it', 'UNKNOWN_KEY', mint(other), {}],
    ['of a key that nobody knows', 'UNKNOWN_KEY', mint(), { keyOf: () => undefined }],
    ['of 66 seconds ago', 'EXPIRED', mint(), { now: NOW + 66 }],
    ['of 6 seconds from now', 'EXPIRED', mint(), { now: NOW - 6 }],
    ['of a role that this gateway may not assert', 'NOT_ALLOWED', mint(), { mayAssert: ['reporter'] }],
    [
      'whose signature is another’s',
      'FORGED',
      withHeader({ alg: 'EdDSA', typ: TYPE, kid: gateway.id }, (text) =>
        other.sign(Buffer.from(text)).toString('base64url'),
      ),
      {},
    ],
    ['with alg none', 'MALFORMED', withHeader({ alg: 'none', typ: TYPE, kid: gateway.id }, byGateway), {}],
    [
      'with HS256 and the public key',
      'MALFORMED',
      withHeader({ alg: 'HS256', typ: TYPE, kid: gateway.id }, (text) =>
        createHmac('sha256', gateway.x).update(text).digest('base64url'),
      ),
      {},
    ],
    [
      'with the address of a key',
      'MALFORMED',
      withHeader({ alg: 'EdDSA', typ: TYPE, kid: gateway.id, jku: 'https://x.example' }, byGateway),
      {},
    ],
    [
      'that is another kind of token',
      'MALFORMED',
      withHeader({ alg: 'EdDSA', typ: 'JWT', kid: gateway.id }, byGateway),
      {},
    ],
    ['that is none', 'MALFORMED', 'a.b.c', {}],
  ])('%s is refused: %s', (_what, fault, text, change) => {
    expect(readAssertion(text, { ...options, ...change })).toBe(fault)
  })
})
