import { makeId } from '@lawang/schema/id'
import { AUDIENCE, DEVELOPMENT_ISSUER } from '@lawang/trust/tokens/development-issuer'
import type { TrustedIssuer } from '@lawang/trust/tokens/issuers'
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { clientOf } from '../domain/identifiers.ts'
import { createTokenVerifier, type TokenVerifier } from './tokens.ts'

const NOW = new Date('2026-11-21T00:00:00Z')
const REGENCY_ISSUER = 'https://masuk.kutaitimurkab.go.id'
const HOUR = 60 * 60
const AGENCY = makeId('agency', '64.08', () => new Uint8Array(10).fill(1))

type Key = CryptoKey
let ours: Key
let foreign: Key
let verifier: TokenVerifier

beforeAll(async () => {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  ours = pair.privateKey
  foreign = (await generateKeyPair('EdDSA', { crv: 'Ed25519' })).privateKey
  const keys = [{ ...(await exportJWK(pair.publicKey)), alg: 'EdDSA' }]
  const common = { audience: AUDIENCE, algorithms: ['EdDSA'], keys: createLocalJWKSet({ keys }) } as const
  const development: TrustedIssuer = { ...common, issuer: DEVELOPMENT_ISSUER, machines: true, typed: false }
  const regency: TrustedIssuer = { ...common, issuer: REGENCY_ISSUER, governments: ['64.08'], typed: true }
  verifier = createTokenVerifier({ issuers: [development, regency], now: () => NOW })
})

interface Change {
  readonly claims?: Record<string, unknown>
  readonly key?: () => Key
  readonly issuer?: string
  readonly audience?: string
  /** Seconds from NOW; null leaves it out. */
  readonly expires?: number | null
  readonly subject?: string | null
  readonly header?: Record<string, unknown>
}

function sign(change: Change = {}): Promise<string> {
  const token = new SignJWT({ role: 'coordinator', region: '64.08', ...change.claims })
    .setProtectedHeader({ alg: 'EdDSA', ...change.header })
    .setIssuer(change.issuer ?? DEVELOPMENT_ISSUER)
    .setAudience(change.audience ?? AUDIENCE)
  if (change.subject !== null) token.setSubject(change.subject ?? 'officer-1')
  if (change.expires !== null) token.setExpirationTime(NOW.getTime() / 1000 + (change.expires ?? HOUR))
  return token.sign(change.key?.() ?? ours)
}

const refusal = (reason: string) => expect.objectContaining({ code: 'UNAUTHENTICATED', facts: { reason } })

describe('a token that is accepted', () => {
  test('says who acts where', async () => {
    const token = await sign({ claims: { role: 'operator', agency: AGENCY.toLowerCase() } })
    expect(await verifier.actorFrom(`Bearer ${token}`)).toEqual({
      kind: 'person',
      subject: 'officer-1',
      role: 'operator',
      region: '64.08',
      agency: AGENCY,
    })
  })

  test('names its issuer where that speaks for some governments only: two of them may give two people one name', async () => {
    const own = await sign({ issuer: REGENCY_ISSUER, header: { typ: 'at+jwt' } })
    const actor = await verifier.actorFrom(`Bearer ${own}`)
    expect(actor).toMatchObject({ subject: 'officer-1', issuer: REGENCY_ISSUER })
    const claims = { iss: REGENCY_ISSUER, sub: 'officer-1', role: 'reporter' }
    const reporter = await verifier.actorFromClaims(claims)
    expect(reporter).toMatchObject({ subject: 'officer-1', issuer: REGENCY_ISSUER })
    const common = await verifier.actorFromClaims({ ...claims, iss: DEVELOPMENT_ISSUER })
    expect(clientOf(common)).not.toBe(clientOf(reporter))
  })

  test('names the village of its head, and what a service account may do', async () => {
    const head = await sign({ claims: { role: 'village-head', region: '64.08.04.2003' } })
    expect(await verifier.actorFrom(`Bearer ${head}`)).toMatchObject({ role: 'village-head', region: '64.08.04.2003' })
    const account = await sign({ claims: { role: 'integrator', scope: 'readWorklist fileForOthers' } })
    expect(await verifier.actorFrom(`Bearer ${account}`)).toMatchObject({ scopes: ['readWorklist', 'fileForOthers'] })
  })

  test('may be the one of a member', async () => {
    const token = await sign({ claims: { role: 'member', member: 'regency' } })
    expect(await verifier.actorFrom(`bearer ${token}`)).toEqual({ kind: 'member', member: 'regency' })
  })

  test.each([undefined, '', '  '])('the header %j is nobody known', async (header) => {
    expect(await verifier.actorFrom(header)).toEqual({ kind: 'public' })
  })
})

describe('a token that is not accepted', () => {
  test.each<[string, string, Change]>([
    ['of another key', 'FOREIGN', { key: () => foreign }],
    ['of another issuer', 'FOREIGN', { issuer: 'https://example.org' }],
    ['for another audience', 'FOREIGN', { audience: 'other' }],
    ['that is over', 'EXPIRED', { expires: -HOUR }],
    ['that never ends', 'MALFORMED', { expires: null }],
    ['of nobody', 'MALFORMED', { subject: null }],
    ['with a role that does not exist', 'MALFORMED', { claims: { role: 'king' } }],
    ['for a region that is no government', 'MALFORMED', { claims: { region: '64.08.04' } }],
    ['with an agency that is none', 'MALFORMED', { claims: { agency: 'pln' } }],
    ['of a village head of a district', 'MALFORMED', { claims: { role: 'village-head', region: '64.08.04' } }],
    ['with scopes that are no text', 'MALFORMED', { claims: { scope: ['readWorklist'] } }],
    ['of a member without a name', 'MALFORMED', { claims: { role: 'member' } }],
  ])('%s is %s', async (_what, reason, change) => {
    await expect(verifier.actorFrom(`Bearer ${await sign(change)}`)).rejects.toEqual(refusal(reason))
  })

  test.each(['Bearer', 'Bearer undefined', 'Bearer a.b.c', 'Basic dXNlcg==', 'nonsense'])(
    '%j is MALFORMED',
    async (header) => {
      await expect(verifier.actorFrom(header)).rejects.toEqual(refusal('MALFORMED'))
    },
  )

  test('signed with a shared secret or not at all is FOREIGN or MALFORMED, never taken', async () => {
    const shared = await new SignJWT({ role: 'overseer' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('x')
      .sign(new Uint8Array(32))
    await expect(verifier.actorFrom(`Bearer ${shared}`)).rejects.toEqual(refusal('FOREIGN'))
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const unsigned = `${part({ alg: 'none' })}.${part({ role: 'overseer', sub: 'x' })}.`
    await expect(verifier.actorFrom(`Bearer ${unsigned}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })
})

describe("a government's own issuer", () => {
  const signAs = (claims: Record<string, unknown>, header: Record<string, unknown> = { typ: 'at+jwt' }) =>
    sign({ issuer: REGENCY_ISSUER, claims, header })
  const actorOf = async (token: Promise<string>) => verifier.actorFrom(`Bearer ${await token}`)

  test.each([
    { role: 'coordinator', region: '64.08' },
    { role: 'village-head', region: '64.08.04.2001' },
    { role: 'reporter' },
  ])('speaks for its own persons: %j', async (claims) => {
    expect(await actorOf(signAs({ region: undefined, ...claims }))).toMatchObject(claims)
  })

  test.each([
    { role: 'coordinator', region: '64' },
    { role: 'coordinator', region: '72' },
    { role: 'national-admin', region: undefined },
    { role: 'overseer', region: undefined },
    { role: 'integrator', region: undefined, scope: 'fileReceivedEarlier' },
    { role: 'member', member: 'regency' },
    { role: 'hub' },
  ])('speaks for nobody else and for no machine: %j', async (claims) => {
    await expect(actorOf(signAs(claims))).rejects.toEqual(refusal('FOREIGN'))
  })

  test.each([{}, { typ: 'JWT' }, { typ: 'id+jwt' }])(
    'issues access tokens, and nothing with the type %j',
    async (header) => {
      await expect(actorOf(signAs({}, header))).rejects.toEqual(refusal('MALFORMED'))
    },
  )
})

test('a token is not taken longer because it was taken a moment ago', async () => {
  let now = NOW
  const keys = { keys: [{ ...(await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).publicKey)) }] }
  const pair = await generateKeyPair('EdDSA', { extractable: true })
  keys.keys.push({ ...(await exportJWK(pair.publicKey)), kid: 'second', alg: 'EdDSA' })
  const issuer: TrustedIssuer = {
    ...{ issuer: DEVELOPMENT_ISSUER, audience: AUDIENCE, algorithms: ['EdDSA'], typed: false },
    keys: createLocalJWKSet(keys),
  }
  const later = createTokenVerifier({ issuers: [issuer], now: () => now })
  const header = `Bearer ${await sign({ key: () => pair.privateKey, header: { kid: 'second' }, expires: 10 })}`
  expect(await later.actorFrom(header)).toMatchObject({ kind: 'person' })
  now = new Date(NOW.getTime() + 16_000)
  await expect(later.actorFrom(header)).rejects.toEqual(refusal('EXPIRED'))
})
