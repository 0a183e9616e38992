import { createPrivateKey, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { generateKeyText, readSigningKey } from '../keys/signing-key.ts'
import { verifyingKey } from '../keys/verifying-key.ts'
import { contentDigest, isDigestOf } from './content-digest.ts'
import { createNonces } from './nonces.ts'
import { keySigner } from './request-signer.ts'
import { type OutgoingRequest, signRequest } from './sign-request.ts'
import { signatureBase } from './signature-base.ts'
import { isSignedResponse, signResponse } from './signed-response.ts'
import { keyOfServer, verifyRequest, WINDOW_SECONDS } from './verify-request.ts'

/** RFC 9421 appendix B.1.4, B.2 and B.2.6: the key, the request and the signature that the standard publishes. */
const STANDARD = {
  key: `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
-----END PRIVATE KEY-----`,
  x: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs',
  request: {
    method: 'POST',
    authority: 'example.com',
    path: '/foo',
    query: '?param=Value&Pet=dog',
    headers: {
      date: 'Tue, 20 Apr 2021 02:07:55 GMT',
      'content-type': 'application/json',
      'content-length': '18',
    },
  },
  components: ['date', '@method', '@path', '@authority', 'content-type', 'content-length'],
  parameters:
    '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  base: `"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@authority": example.com
"content-type": application/json
"content-length": 18
"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"`,
  signature: 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==',
}

describe('the published test vector of RFC 9421 for Ed25519 (B.2.6)', () => {
  const { request, components, parameters, base, key, x } = STANDARD

  test('has the same signature base', () => {
    expect(signatureBase(request, components, parameters)).toBe(base)
  })

  test('has the same signature, which verifies', () => {
    expect(sign(null, Buffer.from(base), createPrivateKey(key)).toString('base64')).toBe(STANDARD.signature)
    expect(verifyingKey(x).verify(Buffer.from(base), Buffer.from(STANDARD.signature, 'base64'))).toBe(true)
    expect(verifyingKey(x).verify(Buffer.from(`${base} `), Buffer.from(STANDARD.signature, 'base64'))).toBe(false)
  })
})

test('a digest is that of RFC 9530 appendix D', () => {
  expect(contentDigest('{"hello": "world"}\n')).toBe('sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:')
  expect(isDigestOf('sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:', '{"hello": "world"}\n')).toBe(true)
  expect(isDigestOf('sha-512=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:', '{"hello": "world"}\n')).toBe(false)
})

const NOW = 1_790_000_000_000
const gateway = readSigningKey(generateKeyText({ isDevelopment: true }))
const foreign = readSigningKey(generateKeyText({ isDevelopment: true }))
const keyOf = (keyid: string, alg: string) => {
  const server = { owner: 'gateway', kind: 'GATEWAY' as const, key: verifyingKey(gateway.x) }
  return keyid === gateway.id && alg === 'ed25519' ? keyOfServer(server) : undefined
}
const BODY = '{"query":"{ regions { code } }"}'
const REQUEST: OutgoingRequest = {
  method: 'POST',
  authority: 'member.example:4004',
  path: '/graphql',
  query: '?',
  to: 'kutai-timur',
  body: BODY,
  headers: { 'content-type': 'application/json', 'lawang-assertion': 'a.b.c' },
}
const MOMENT = { created: NOW / 1000, nonce: 'abcdefghijklmnopqrstuv' }

interface Change {
  readonly key?: typeof gateway
  readonly moment?: typeof MOMENT
  readonly sent?: Partial<OutgoingRequest>
  readonly body?: string
  readonly headers?: Record<string, string | undefined>
  readonly arrives?: Partial<{ method: string; authority: string; path: string; query: string }>
}

const taking = (now = NOW) => ({ name: 'kutai-timur', keyOf, nonces: createNonces(WINDOW_SECONDS), now: () => now })

function arrive(change: Change = {}, options = taking()) {
  const request = { ...REQUEST, ...change.sent }
  const headers = signRequest(request, keySigner(change.key ?? gateway), change.moment ?? MOMENT)
  const { method, authority, path, query } = request
  const parts = { method, authority, path, query, ...change.arrives, headers: { ...headers, ...change.headers } }
  return verifyRequest(parts, Buffer.from(change.body ?? BODY), options)
}

describe('a signed request', () => {
  test('says who sends it', () => {
    expect(arrive()).toEqual({ kind: 'SIGNED', by: { owner: 'gateway', kind: 'GATEWAY' }, nonce: MOMENT.nonce })
  })

  test.each<[string, string, Change]>([
    ['without a signature', 'UNSIGNED', { headers: { signature: undefined, 'signature-input': undefined } }],
    ['with half of one', 'MALFORMED', { headers: { signature: undefined } }],
    ['with another body', 'ALTERED_BODY', { body: BODY.replace('code', 'name') }],
    ['with another digest', 'FORGED', { body: '{}', headers: { 'content-digest': contentDigest('{}') } }],
    ['without a digest', 'UNCOVERED', { headers: { 'signature-input': 'x' } }],
    ['with another assertion', 'FORGED', { headers: { 'lawang-assertion': 'x.y.z' } }],
    ['to another path', 'FORGED', { arrives: { path: '/exchange' } }],
    ['with another query', 'FORGED', { arrives: { query: '?member=x' } }],
    ['by another method', 'FORGED', { arrives: { method: 'PUT' } }],
    ['at another host', 'FORGED', { arrives: { authority: 'elsewhere.example' } }],
    ['for another member', 'OTHER_RECIPIENT', { sent: { to: 'regency' } }],
    ['with its recipient changed', 'FORGED', { sent: { to: 'regency' }, headers: { 'lawang-to': 'kutai-timur' } }],
    ['by a key that nobody knows', 'UNKNOWN_KEY', { key: foreign }],
    ['of 31 seconds ago', 'STALE', { moment: { ...MOMENT, created: NOW / 1000 - 31 } }],
    ['of 31 seconds from now', 'STALE', { moment: { ...MOMENT, created: NOW / 1000 + 31 } }],
  ])('%s is refused: %s', (what, fault, change) => {
    const expected = what === 'without a digest' ? 'MALFORMED' : fault
    expect(arrive(change)).toEqual({ kind: 'REFUSED', fault: expected })
  })

  test('that leaves out what is sent beside is refused: a field that nobody signed is nobody’s word', () => {
    const headers = signRequest(
      { ...REQUEST, headers: { 'content-type': 'application/json' } },
      keySigner(gateway),
      MOMENT,
    )
    const parts = { ...REQUEST, headers: { ...headers, authorization: 'Bearer stolen' } }
    expect(verifyRequest(parts, Buffer.from(BODY), taking())).toEqual({ kind: 'REFUSED', fault: 'UNCOVERED' })
  })

  test('is taken once', () => {
    const options = taking()
    expect(arrive({}, options).kind).toBe('SIGNED')
    expect(arrive({}, options)).toEqual({ kind: 'REFUSED', fault: 'REPLAYED' })
  })

  test.each([0, 29])('is taken once, however late in its time it comes again: made %i s into a window', (second) => {
    const made = 1_790_000_010 + second
    let now = made * 1000
    const options = { ...taking(), now: () => now }
    const moment = { ...MOMENT, created: made }
    expect(arrive({ moment }, options).kind).toBe('SIGNED')
    for (let later = 0; later <= WINDOW_SECONDS; later++) {
      now = (made + later) * 1000
      const other = { created: made + later, nonce: `another-nonce-${String(later).padStart(8, '0')}` }
      expect(arrive({ moment: other }, options).kind).toBe('SIGNED')
      expect(arrive({ moment }, options)).toEqual({ kind: 'REFUSED', fault: 'REPLAYED' })
    }
  })

  test('that is forged does not use up the nonce of the true one', () => {
    const options = taking()
    expect(arrive({ headers: { 'lawang-assertion': 'x.y.z' } }, options).kind).toBe('REFUSED')
    expect(arrive({}, options).kind).toBe('SIGNED')
  })

  test('names one algorithm, and a key is not used with another', () => {
    const headers = signRequest(REQUEST, keySigner(gateway), MOMENT)
    for (const alg of ['hmac-sha256', 'none', 'rsa-pss-sha512']) {
      const input = headers['signature-input']?.replace('"ed25519"', `"${alg}"`)
      const parts = { ...REQUEST, headers: { ...headers, 'signature-input': input } }
      expect(verifyRequest(parts, Buffer.from(BODY), taking()).kind).toBe('REFUSED')
    }
  })
})

describe('what was used is remembered', () => {
  test('for as long as a request could be shown again, and a replay finds it however late in that time it comes', () => {
    for (let made = 0; made < 2 * WINDOW_SECONDS; made++) {
      const nonces = createNonces(WINDOW_SECONDS)
      expect(nonces.take('a', made, made - WINDOW_SECONDS)).toBe(true)
      // others come meanwhile, and what is too old is dropped
      for (let now = made - WINDOW_SECONDS; now <= made + WINDOW_SECONDS; now++) {
        expect(nonces.take(`${now}`, now + WINDOW_SECONDS, now)).toBe(true)
        expect(nonces.take(`${now}`, now - WINDOW_SECONDS, now)).toBe(true)
        expect(nonces.take('a', made, now)).toBe(false)
      }
    }
  })

  test('though the clock steps forward by two windows meanwhile, and back', () => {
    for (let made = 0; made < WINDOW_SECONDS; made++) {
      const nonces = createNonces(WINDOW_SECONDS)
      const ahead = made + 2 * WINDOW_SECONDS
      expect([nonces.take('a', made, made), nonces.take('b', ahead, ahead)]).toEqual([true, true])
      expect(nonces.take('a', made, made + 1)).toBe(false)
    }
  })

  test('and no longer than a few windows: a minute and a half after its end a window is dropped', () => {
    const nonces = createNonces(WINDOW_SECONDS)
    expect(nonces.take('a', 0, 0)).toBe(true)
    const later = 5 * WINDOW_SECONDS
    expect(nonces.take('b', later, later)).toBe(true)
    expect(nonces.take('a', 0, 0)).toBe(true)
  })

  test('in a bounded number: more are refused, not forgotten', () => {
    const nonces = createNonces(30, 2)
    expect([nonces.take('a', 0, 0), nonces.take('b', 0, 0), nonces.take('c', 0, 0), nonces.take('a', 0, 1)]).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(nonces.take('c', 30, 30)).toBe(true)
  })
})

describe('a signed response', () => {
  const headers = signResponse(200, '{"mail":[]}', keySigner(gateway), MOMENT)
  const expected = { from: 'gateway', nonce: MOMENT.nonce, keyOf, now: () => NOW }

  test('answers the request whose nonce it carries', () => {
    expect(isSignedResponse(200, headers, Buffer.from('{"mail":[]}'), expected)).toBe(true)
  })

  test('is no answer to another request, with another body, status or signer, or much later', () => {
    const body = Buffer.from('{"mail":[]}')
    expect(isSignedResponse(200, headers, body, { ...expected, nonce: 'another-nonce-00000000' })).toBe(false)
    expect(isSignedResponse(200, headers, Buffer.from('{}'), expected)).toBe(false)
    expect(isSignedResponse(500, headers, body, expected)).toBe(false)
    expect(isSignedResponse(200, headers, body, { ...expected, from: 'national' })).toBe(false)
    expect(isSignedResponse(200, headers, body, { ...expected, now: () => NOW + 31_000 })).toBe(false)
    expect(isSignedResponse(200, {}, body, expected)).toBe(false)
  })
})
