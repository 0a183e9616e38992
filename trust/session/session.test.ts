import { generateKeyPairSync } from 'node:crypto'
import type { Registry } from '@lawang/schema/network'
import { beforeEach, describe, expect, test } from 'vitest'
import { SESSION_FIELD } from '../http/coverage.ts'
import { createNonces } from '../http/nonces.ts'
import { keyOfServer, verifyRequest, WINDOW_SECONDS } from '../http/verify-request.ts'
import { generateKeyText, readSigningKey, type SigningKey } from '../keys/signing-key.ts'
import { knownKeys } from '../registry/known-keys.ts'
import { knownSessions } from './known-sessions.ts'
import { openSession, SESSION_SECONDS } from './session.ts'
import { sessionSigner } from './session-signer.ts'
import { agreementPrivateKey, agreementPublicKey, publicKey, sharedSecret } from './x25519.ts'

const newKey = () => readSigningKey(generateKeyText({ isDevelopment: true }))
const [gateway, regency, provincial, stranger] = [newKey(), newKey(), newKey(), newKey()]
const START = 1_790_000_000_000
const REGISTRY: Registry = {
  ...{ sequence: 1, environment: 'development', retired: [] },
  members: [
    {
      ...{ name: 'regency', tier: 'REGENCY', url: 'http://r.example', governments: ['64.08'] },
      identity: { keys: [regency.x] },
    },
    {
      ...{ name: 'provincial', tier: 'PROVINCIAL', url: 'http://p.example', governments: ['64'] },
      identity: { keys: [provincial.x] },
    },
  ],
  gateways: [{ name: 'gateway', identity: { keys: [gateway.x] } }],
}
const BODY = '{"query":"{ regions { code } }"}'

let now: number
let registry: Registry
beforeEach(() => {
  now = START
  registry = REGISTRY
})

const clock = () => now
const keys = () => knownKeys(registry)
const signerOf = (name: string, key: SigningKey) => sessionSigner({ name, key, keys, now: clock })
const target = (to: string) => ({
  method: 'POST',
  authority: 'r.example',
  path: '/graphql',
  query: '?',
  to,
  body: BODY,
})
const request = (to: string) => ({ ...target(to), headers: { 'content-type': 'application/json' } })
const sign = (signer: ReturnType<typeof signerOf>, to = 'regency') => signer(to).sign(request(to), false)
/** As a server signs that knows that the other one holds the agreement. */
const signByName = (signer: ReturnType<typeof signerOf>) => signer('regency').sign(request('regency'), true)

/** What a server has at its door. */
function doorOf(name: string, key: SigningKey) {
  const sessionOf = knownSessions({ name, key, keys, now: clock })
  const nonces = createNonces(WINDOW_SECONDS)
  return (headers: Record<string, string>, body = BODY) => {
    const parts = { ...target(name), headers }
    const keyOf = (keyid: string, alg: string) => {
      if (alg === 'hmac-sha256') return sessionOf(keyid, headers[SESSION_FIELD])
      const known = keys().servers.get(keyid)
      return known && keyOfServer(known)
    }
    const verified = verifyRequest(parts, Buffer.from(body), { name, keyOf, nonces, now: clock })
    return verified.kind === 'SIGNED' ? verified.by : verified.fault
  }
}

describe('two servers', () => {
  test('have a secret in common by their Ed25519 keys, which nobody else has', () => {
    const seed = (text: string) => Buffer.from(String(JSON.parse(text).d), 'base64url')
    const [a, b] = [generateKeyText({ isDevelopment: true }), generateKeyText({ isDevelopment: true })]
    const [x, y] = [JSON.parse(a).x, JSON.parse(b).x]
    const secret = sharedSecret(agreementPrivateKey(seed(a)), agreementPublicKey(y))
    expect(sharedSecret(agreementPrivateKey(seed(b)), agreementPublicKey(x))).toEqual(secret)
    expect(sharedSecret(agreementPrivateKey(seed(b)), agreementPublicKey(stranger.x))).not.toEqual(secret)
  })

  test('reckon the public key of the agreement as the platform does from the private one', () => {
    const text = generateKeyText({ isDevelopment: true })
    const { d, x } = JSON.parse(text)
    const other = generateKeyPairSync('x25519')
    const own = agreementPrivateKey(Buffer.from(d, 'base64url'))
    expect(sharedSecret(own, other.publicKey)).toEqual(sharedSecret(other.privateKey, agreementPublicKey(x)))
  })

  test('sign a session once, and requests with what they agreed on', () => {
    let signatures = 0
    const counting: SigningKey = {
      ...gateway,
      sign(data) {
        signatures += 1
        return gateway.sign(data)
      },
    }
    const [signer, door] = [signerOf('gateway', counting), doorOf('regency', regency)]
    for (let i = 0; i < 5; i++) {
      const headers = sign(signer)
      expect(headers['signature-input']).toContain('alg="hmac-sha256"')
      expect(door(headers)).toEqual({ owner: 'gateway', kind: 'GATEWAY' })
    }
    expect(signatures).toBe(1)
  })

  test('agree anew before a session ends, and a server that has started again needs nothing that it forgot', () => {
    const signer = signerOf('gateway', gateway)
    const first = sign(signer)[SESSION_FIELD]
    expect(doorOf('regency', regency)(sign(signer))).toMatchObject({ owner: 'gateway' })
    now += (SESSION_SECONDS - 50) * 1000
    const later = sign(signer)
    expect(later[SESSION_FIELD]).not.toBe(first)
    expect(doorOf('regency', regency)(later)).toMatchObject({ owner: 'gateway' })
  })

  test('sign with their own keys while one of them has two', () => {
    const members = REGISTRY.members.map((entry) => ({
      ...entry,
      identity: { keys: [...(entry.identity?.keys ?? []), newKey().x] },
    }))
    registry = { ...REGISTRY, members }
    const headers = sign(signerOf('gateway', gateway))
    expect(headers['signature-input']).toContain('alg="ed25519"')
    expect(doorOf('regency', regency)(headers)).toMatchObject({ owner: 'gateway' })
  })
})

describe('a session that the other server holds', () => {
  test('is named by the key id alone', () => {
    const [signer, door] = [signerOf('gateway', gateway), doorOf('regency', regency)]
    const shown = sign(signer)
    expect(shown[SESSION_FIELD]).toBe(signer('regency').agreement?.text)
    expect(door(shown)).toMatchObject({ owner: 'gateway' })
    const named = signByName(signer)
    expect(named).not.toHaveProperty(SESSION_FIELD)
    expect(door(named)).toEqual({ owner: 'gateway', kind: 'GATEWAY' })
    expect(door(named)).toBe('REPLAYED')
  })

  test('is not known to one that has started again, which says so, and knows it when it was shown', () => {
    const [signer, door] = [signerOf('gateway', gateway), doorOf('regency', regency)]
    const named = signByName(signer)
    expect(door(named)).toBe('UNKNOWN_SESSION')
    expect(door(sign(signer))).toMatchObject({ owner: 'gateway' })
    expect(door(named)).toMatchObject({ owner: 'gateway' })
  })

  test('is refused by its name too when its time is over, or when the key that signed it was withdrawn', () => {
    const [signer, door] = [signerOf('gateway', gateway), doorOf('regency', regency)]
    expect(door(sign(signer))).toMatchObject({ owner: 'gateway' })
    registry = { ...REGISTRY, gateways: [] }
    expect(door(signByName(signer))).toBe('UNKNOWN_SESSION')
    registry = REGISTRY
    const named = signByName(signer)
    now += 700_000
    const later = (named['signature-input'] ?? '').replace(/created=\d+/, `created=${now / 1000}`)
    expect(door({ ...named, 'signature-input': later })).toBe('UNKNOWN_SESSION')
  })

  test('does not make room for others that have ended: anybody may have kept them', () => {
    const [signer, door] = [signerOf('gateway', gateway), doorOf('regency', regency)]
    expect(door(sign(signer))).toMatchObject({ owner: 'gateway' })
    const toKey = { id: regency.id, x: regency.x }
    const ended = START / 1000 - SESSION_SECONDS - 60
    for (let kept = 0; kept <= 1_000; kept++) {
      const old = openSession({ from: 'gateway', to: 'regency', toKey }, gateway, ended)
      const input = (sign(signer)['signature-input'] ?? '').replace(/keyid="[^"]*"/, `keyid="${old.signer.keyid}"`)
      const shown = { ...sign(signer), 'signature-input': input, [SESSION_FIELD]: old.agreement.text }
      expect(door(shown)).toBe('UNKNOWN_KEY')
    }
    expect(door(signByName(signer))).toMatchObject({ owner: 'gateway' })
  })
})

describe('refused is', () => {
  test('what was altered, replayed or sent to another', () => {
    const [signer, door] = [signerOf('gateway', gateway), doorOf('regency', regency)]
    const headers = sign(signer)
    expect(door(headers, '{"query":"{ me }"}')).toBe('ALTERED_BODY')
    expect(door({ ...headers, 'lawang-to': 'provincial' })).toBe('OTHER_RECIPIENT')
    expect(door(headers)).toMatchObject({ owner: 'gateway' })
    expect(door(headers)).toBe('REPLAYED')
    expect(doorOf('provincial', provincial)({ ...headers, 'lawang-to': 'provincial' })).toBe('UNKNOWN_KEY')
  })

  test('another session than the one that has signed, and a session of somebody who is not known', () => {
    const door = doorOf('regency', regency)
    const [one, other] = [sign(signerOf('gateway', gateway)), sign(signerOf('gateway', gateway))]
    expect(door({ ...one, [SESSION_FIELD]: other[SESSION_FIELD] ?? '' })).toBe('UNKNOWN_KEY')
    expect(door(sign(signerOf('gateway', stranger)))).toBe('UNKNOWN_KEY')
    expect(door(sign(signerOf('provincial', gateway)))).toBe('UNKNOWN_KEY')
  })

  test('a member that replays the session of a gateway as its own: it has not the key', () => {
    const headers = sign(signerOf('gateway', gateway))
    const own = sign(signerOf('provincial', provincial))
    const mixed = {
      ...own,
      [SESSION_FIELD]: headers[SESSION_FIELD] ?? '',
      'signature-input': headers['signature-input'] ?? '',
    }
    expect(doorOf('regency', regency)(mixed)).toBe('FORGED')
  })

  test('a session whose time is over, or whose key was withdrawn since, though it was in use', () => {
    const [signer, door] = [signerOf('gateway', gateway), doorOf('regency', regency)]
    const toKey = { id: regency.id, x: regency.x }
    const old = openSession({ from: 'gateway', to: 'regency', toKey }, gateway, START / 1000 - SESSION_SECONDS - 60)
    const headers = sign(signer)
    expect(door(headers)).toMatchObject({ owner: 'gateway' })
    registry = { ...REGISTRY, gateways: [] }
    expect(door(sign(signer))).toBe('UNKNOWN_KEY')
    registry = REGISTRY
    expect(
      knownSessions({ name: 'regency', key: regency, keys, now: clock })(old.signer.keyid, old.agreement.text),
    ).toBeUndefined()
  })

  test('a point that gives everybody the same secret', () => {
    const zero = Buffer.alloc(32).toString('base64url')
    expect(regency.agree(publicKey(zero))).toBeUndefined()
  })

  test('a key of a session under the other algorithm', () => {
    const headers = sign(signerOf('gateway', gateway))
    const input = (headers['signature-input'] ?? '').replace('hmac-sha256', 'ed25519')
    expect(doorOf('regency', regency)({ ...headers, 'signature-input': input })).toBe('UNKNOWN_KEY')
  })
})
