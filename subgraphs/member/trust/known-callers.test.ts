import type { IncomingMessage } from 'node:http'
import type { Registry } from '@lawang/schema/network'
import { mintAssertion } from '@lawang/trust/assertion/assertion'
import { keySigner } from '@lawang/trust/http/request-signer'
import { type OutgoingRequest, signRequest } from '@lawang/trust/http/sign-request'
import { generateKeyText, readSigningKey, type SigningKey } from '@lawang/trust/keys/signing-key'
import { knownKeys } from '@lawang/trust/registry/known-keys'
import { nameOfShown } from '@lawang/trust/session/agreement'
import { AUDIENCE, DEVELOPMENT_ISSUER } from '@lawang/trust/tokens/development-issuer'
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { createTokenVerifier } from '../access/tokens.ts'
import { type Callers, createCallers } from './known-callers.ts'

const newKey = () => readSigningKey(generateKeyText({ isDevelopment: true }))
const [gateway, regency, stranger] = [newKey(), newKey(), newKey()]
const issuer = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
const START = 1_790_000_000_000
const BODY = '{"query":"{ regions { code } }"}'
const REGISTRY: Registry = {
  sequence: 1,
  environment: 'development',
  members: [
    {
      name: 'regency',
      tier: 'REGENCY',
      url: 'http://r.example',
      governments: ['64.02'],
      identity: { keys: [regency.x] },
    },
  ],
  gateways: [{ name: 'gateway', identity: { keys: [gateway.x] } }],
  retired: [],
}

let now: number
let registry: Registry
let callers: Callers

beforeEach(async () => {
  now = START
  registry = REGISTRY
  const keys = [{ ...(await exportJWK(issuer.publicKey)), alg: 'EdDSA' }]
  const tokens = createTokenVerifier({
    issuers: [
      {
        ...{ issuer: DEVELOPMENT_ISSUER, audience: AUDIENCE, algorithms: ['EdDSA'], machines: true, typed: false },
        keys: createLocalJWKSet({ keys }),
      },
    ],
    now: () => new Date(now),
  })
  callers = createCallers({ name: 'kutai-timur', keys: () => knownKeys(registry), tokens, now: () => now })
})

const CLAIMS = {
  sub: 'officer-1',
  role: 'coordinator',
  region: '64.08',
  iss: DEVELOPMENT_ISSUER,
  exp: START / 1000 + 90,
}
const OFFICER = { kind: 'person', subject: 'officer-1', role: 'coordinator', region: '64.08' }

function assertion(member = 'kutai-timur', claims: Record<string, unknown> = CLAIMS, key = gateway): string {
  const bearer = { kind: 'KNOWN' as const, claims }
  return mintAssertion({ gateway: 'gateway', member, bearer, token: 't', now: now / 1000, id: 'one' }, key)
}

let nonce = 0
function signed(fields: Record<string, string>, key: SigningKey = gateway, change: Partial<OutgoingRequest> = {}) {
  nonce += 1
  const request: OutgoingRequest = {
    ...{ method: 'POST', authority: 'member.example', path: '/graphql', query: '?', to: 'kutai-timur', body: BODY },
    headers: { 'content-type': 'application/json', ...fields },
    ...change,
  }
  const moment = { created: Math.floor(now / 1000), nonce: `nonce-${String(nonce).padStart(20, '0')}` }
  return signRequest(request, keySigner(key), moment)
}

/** What a server has of a request before its body. */
function arriving(headers: Record<string, string>, method = 'POST'): IncomingMessage {
  return { method, url: '/graphql', headers: { host: 'member.example', ...headers } } as unknown as IncomingMessage
}

const ask = (headers: Record<string, string>, body = BODY) => callers.ofRequest(arriving(headers), Buffer.from(body))
const untrusted = (reason: string) => expect.objectContaining({ code: 'UNTRUSTED_REQUEST', facts: { reason } })

async function token(): Promise<string> {
  const signing = new SignJWT({ role: 'coordinator', region: '64.08' }).setProtectedHeader({ alg: 'EdDSA' })
  const named = signing.setIssuer(DEVELOPMENT_ISSUER).setAudience(AUDIENCE).setSubject('officer-1')
  return `Bearer ${await named.setExpirationTime(START / 1000 + 90).sign(issuer.privateKey)}`
}

describe('whoever asks', () => {
  test('is somebody by a token of their own, or by the word of a gateway that has signed', async () => {
    expect(await ask({ authorization: await token() })).toEqual(OFFICER)
    expect(await ask(signed({ 'lawang-assertion': assertion() }))).toEqual(OFFICER)
  })

  test('is nobody known without either', async () => {
    expect(await ask({})).toEqual({ kind: 'public' })
    expect(await ask(signed({}))).toEqual({ kind: 'public' })
  })

  test('is told by the member that the token was not good, as the gateway has found it', async () => {
    const refused = mintAssertion(
      {
        ...{ gateway: 'gateway', member: 'kutai-timur', token: 't', now: now / 1000, id: 'one' },
        bearer: { kind: 'REFUSED', fault: 'FOREIGN' },
      },
      gateway,
    )
    await expect(ask(signed({ 'lawang-assertion': refused }))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      facts: { reason: 'FOREIGN' },
    })
  })
})

describe('an assertion that was shown', () => {
  const named = (text: string) => signed({ 'lawang-assertion': nameOfShown(text) })

  test('is named from then on, for as long as a gateway uses it, and is judged as the one that was shown', async () => {
    const shown = assertion()
    expect(await ask(signed({ 'lawang-assertion': shown }))).toEqual(OFFICER)
    for (let second = 0; second <= 30; second += 5) {
      expect(await ask(named(shown))).toEqual(OFFICER)
      now += 5_000
    }
  })

  test('is not known to a member that was not shown it, or not for a long time, or not by this gateway', async () => {
    const other = { name: 'other', identity: { keys: [stranger.x] } }
    registry = { ...REGISTRY, gateways: [...REGISTRY.gateways, other] }
    const shown = assertion()
    await expect(ask(named(shown))).rejects.toEqual(untrusted('UNKNOWN_ASSERTION'))
    expect(await ask(signed({ 'lawang-assertion': shown }))).toEqual(OFFICER)
    const byAnother = signed({ 'lawang-assertion': nameOfShown(shown) }, stranger)
    await expect(ask(byAnother)).rejects.toEqual(untrusted('UNKNOWN_ASSERTION'))
    now += 80_000
    await expect(ask(named(shown))).rejects.toEqual(untrusted('UNKNOWN_ASSERTION'))
  })

  test('that was refused is not remembered', async () => {
    const shown = assertion('regency')
    await expect(ask(signed({ 'lawang-assertion': shown }))).rejects.toEqual(untrusted('OTHER_RECIPIENT'))
    await expect(ask(named(shown))).rejects.toEqual(untrusted('UNKNOWN_ASSERTION'))
  })

  test('ends, however often it is named: when its minute is over, or soon after its key was withdrawn', async () => {
    const shown = assertion()
    expect(await ask(signed({ 'lawang-assertion': shown }))).toEqual(OFFICER)
    for (let second = 5; second < 65; second += 5) {
      now += 5_000
      expect(await ask(named(shown))).toEqual(OFFICER)
    }
    now += 10_000
    await expect(ask(named(shown))).rejects.toEqual(untrusted('EXPIRED'))
    const next = assertion()
    expect(await ask(signed({ 'lawang-assertion': next }))).toEqual(OFFICER)
    registry = { ...REGISTRY, gateways: [{ name: 'gateway', identity: { keys: [stranger.x] } }] }
    now += 10_000
    const again = signed({ 'lawang-assertion': nameOfShown(next) }, stranger)
    await expect(ask(again)).rejects.toEqual(untrusted('UNKNOWN_KEY'))
  })

  test('is covered by the signature of the request that names it', async () => {
    const [officer, another] = [assertion(), assertion('kutai-timur', { ...CLAIMS, sub: 'officer-2' })]
    for (const shown of [officer, another]) await ask(signed({ 'lawang-assertion': shown }))
    const swapped = { ...named(officer), 'lawang-assertion': nameOfShown(another) }
    await expect(ask(swapped)).rejects.toEqual(untrusted('FORGED'))
  })
})

describe('refused is', () => {
  test('an assertion that nobody has signed for', async () => {
    await expect(ask({ 'lawang-assertion': assertion() })).rejects.toEqual(untrusted('UNSIGNED'))
  })

  test('an assertion for another member, which that member carries here', async () => {
    const stolen = { 'lawang-assertion': assertion('regency') }
    await expect(ask(signed(stolen))).rejects.toEqual(untrusted('OTHER_RECIPIENT'))
    await expect(ask(signed(stolen, regency))).rejects.toEqual(untrusted('NO_GATEWAY'))
  })

  test('a member that asserts as a gateway would', async () => {
    const own = assertion('kutai-timur', CLAIMS, regency)
    await expect(ask(signed({ 'lawang-assertion': own }, regency))).rejects.toEqual(untrusted('NO_GATEWAY'))
    await expect(ask(signed({ 'lawang-assertion': own }))).rejects.toEqual(untrusted('UNKNOWN_KEY'))
  })

  test('a key that the registry does not have, or has no longer', async () => {
    await expect(ask(signed({}, stranger))).rejects.toEqual(untrusted('UNKNOWN_KEY'))
    registry = { ...REGISTRY, gateways: [] }
    await expect(ask(signed({ 'lawang-assertion': assertion() }))).rejects.toEqual(untrusted('UNKNOWN_KEY'))
  })

  test('a request that was taken before, altered, or kept back', async () => {
    const once = signed({ 'lawang-assertion': assertion() })
    expect(await ask(once)).toEqual(OFFICER)
    await expect(ask(once)).rejects.toEqual(untrusted('REPLAYED'))
    await expect(ask(signed({}), '{"query":"{ me }"}')).rejects.toEqual(untrusted('ALTERED_BODY'))
    const late = signed({})
    now += 31_000
    await expect(ask(late)).rejects.toEqual(untrusted('STALE'))
  })

  test("a token beside a gateway's signature: it has no business there", async () => {
    await expect(ask(signed({ authorization: await token() }))).rejects.toEqual(untrusted('NO_GATEWAY'))
  })

  test('a role that this gateway may not assert', async () => {
    const [only] = REGISTRY.gateways
    if (!only) throw new Error('there is a gateway')
    registry = { ...REGISTRY, gateways: [{ ...only, mayAssert: ['reporter'] }] }
    await expect(ask(signed({ 'lawang-assertion': assertion() }))).rejects.toEqual(untrusted('NOT_ALLOWED'))
  })

  test('an issuer that this member does not know, whoever asserts it', async () => {
    const foreign = assertion('kutai-timur', { ...CLAIMS, iss: 'https://elsewhere.example' })
    await expect(ask(signed({ 'lawang-assertion': foreign }))).rejects.toMatchObject({ facts: { reason: 'FOREIGN' } })
  })
})

describe('at a socket', () => {
  test('the signature is checked once, the end of the token at every event', async () => {
    const request = { method: 'GET', headers: { 'lawang-assertion': assertion() } }
    const { body: _, ...upgrade } = { body: undefined, ...request }
    const headers = signRequest(
      { ...upgrade, authority: 'member.example', path: '/graphql', query: '?', to: 'kutai-timur' },
      keySigner(gateway),
      { created: now / 1000, nonce: 'the-nonce-of-a-socket-1' },
    )
    const socket = arriving(headers, 'GET')
    expect(await callers.ofSocket(socket, undefined)).toEqual(OFFICER)
    now += 80_000
    expect(await callers.ofSocket(socket, undefined)).toEqual(OFFICER)
    now += 10_000
    await expect(callers.ofSocket(socket, undefined)).rejects.toMatchObject({ facts: { reason: 'EXPIRED' } })
  })

  test('that no gateway has signed, the connection parameter counts', async () => {
    expect(await callers.ofSocket(arriving({}, 'GET'), await token())).toEqual(OFFICER)
    expect(await callers.ofSocket(arriving({}, 'GET'), undefined)).toEqual({ kind: 'public' })
  })
})
