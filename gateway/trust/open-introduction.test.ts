import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bearer, readAssertion } from '@lawang/trust/assertion/assertion'
import { generateKeyText, readSigningKey } from '@lawang/trust/keys/signing-key'
import { verifyingKey } from '@lawang/trust/keys/verifying-key'
import { emptyRegistry } from '@lawang/trust/registry/followed-registry'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Introduce } from './introduction.ts'
import { openIntroduction } from './open-introduction.ts'

const folder = mkdtempSync(join(tmpdir(), 'lawang-introduction-'))
afterAll(() => rmSync(folder, { recursive: true }))

const REGENCY = 'https://masuk.kutaitimurkab.go.id'
const NATION = 'https://masuk.example'
const key = readSigningKey(generateKeyText({ isDevelopment: true }))
const own = verifyingKey(key.x)
const pair = await generateKeyPair('ES256', { extractable: true })
const stranger = await generateKeyPair('ES256')

function write(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

function open(issuersPath: string | undefined, isProduction = false): Introduce | undefined {
  const readRegistry = () => expect.fail('nobody reads the registry')
  const trust = { key, isProduction, unsignedUntil: 0, tls: undefined, readRegistry }
  return openIntroduction({ name: 'gateway', issuersPath, jwksPath: undefined, trust }, emptyRegistry())
}

let introduce: Introduce

beforeAll(async () => {
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }
  const jwks = write('keys.json', { keys: [jwk] })
  const common = { audience: 'lawang', jwks, algorithms: ['ES256'] }
  const issuers = write('issuers.json', [
    { ...common, issuer: NATION },
    { ...common, issuer: REGENCY, governments: ['64.08'] },
  ])
  introduce = open(issuers) ?? expect.fail('a gateway with a key signs')
})

interface Change {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly issuer?: string
  readonly audience?: string
  readonly typ?: string | undefined
  readonly expires?: string
  readonly signWith?: CryptoKey
}

/** What the gateway tells a member of the bearer of a token. */
async function told({ claims, issuer, audience, typ = 'at+jwt', expires, signWith }: Change): Promise<Bearer> {
  const token = await new SignJWT({ role: 'coordinator', region: '64.08', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'one', ...(typ === '' ? {} : { typ }) })
    .setIssuer(issuer ?? REGENCY)
    .setAudience(audience ?? 'lawang')
    .setSubject('officer-1')
    .setExpirationTime(expires ?? '1h')
    .sign(signWith ?? pair.privateKey)
  const { fields: headers } = await introduce.inFull({
    ...{ member: 'kutai-timur', method: 'POST', authority: 'member.example', path: '/graphql', query: '?' },
    ...{ body: '{}', authorization: `Bearer ${token}`, headers: { 'content-type': 'application/json' } },
  })
  const now = Date.now() / 1000
  const keyOf = () => ({ owner: 'gateway', verify: own.verify })
  const said = readAssertion(headers['lawang-assertion'] ?? '', {
    ...{ member: 'kutai-timur', gateway: 'gateway', keyOf, mayAssert: undefined, now },
  })
  return typeof said === 'string' ? expect.fail(said) : said.bearer
}

describe('a gateway that signs takes tokens as members do', () => {
  it.each([
    ['of an issuer that speaks for everybody', { issuer: NATION, claims: { role: 'overseer', region: undefined } }],
    ["of a government's own issuer, for that government", { claims: { role: 'coordinator' } }],
    [
      "of a government's own issuer, for a village there",
      { claims: { role: 'village-head', region: '64.08.04.2001' } },
    ],
  ])('%s', async (_what, change) => {
    expect(await told(change)).toMatchObject({ kind: 'KNOWN', claims: { sub: 'officer-1' } })
  })

  it.each<[string, string, Change]>([
    ["a government's own issuer names another's officer", 'FOREIGN', { claims: { region: '64' } }],
    ["a government's own issuer makes an overseer", 'FOREIGN', { claims: { role: 'overseer', region: undefined } }],
    ["a government's own issuer makes a member", 'FOREIGN', { claims: { role: 'member', member: 'regency' } }],
    ['the issuer is not known', 'FOREIGN', { issuer: 'https://elsewhere.example' }],
    ['the audience is another', 'FOREIGN', { audience: 'elsewhere' }],
    ['the key is another', 'FOREIGN', { signWith: stranger.privateKey }],
    ['it is no access token', 'MALFORMED', { typ: 'JWT' }],
    ['it does not say what it is', 'MALFORMED', { typ: '' }],
    ['it is over', 'EXPIRED', { expires: '-1h' }],
  ])('and refuses one where %s', async (_what, fault, change) => {
    expect(await told(change)).toEqual({ kind: 'REFUSED', fault })
  })
})

it('whatever a client sends, a field for a member holds only what a header may', async () => {
  const claims = { name: 'a\r\nrole: admin', role: 'coordinator', region: '64.08' }
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'at+jwt' })
    .setIssuer(REGENCY)
    .setAudience('lawang')
    .setSubject('č\n')
    .setExpirationTime('1h')
    .sign(pair.privateKey)
  for (const authorization of [`Bearer ${token}`, 'Bearer x\r\nrole: admin', 'Bearer \u010d\u010a', '\r\n']) {
    const { fields } = await introduce.inFull({
      ...{ member: 'kutai-timur', method: 'POST', authority: 'member.example', path: '/graphql', query: '?' },
      ...{ body: '{}', authorization, headers: { 'content-type': 'application/json' } },
    })
    expect(Object.values(fields).filter((value) => !/^[\x20-\x7e]+$/.test(value))).toEqual([])
    expect(fields['lawang-assertion']).toBeDefined()
  }
})

describe('a gateway that signs does not start', () => {
  it('without an issuer', () => {
    expect(() => open(undefined)).toThrow('LAWANG_ISSUERS is not set')
  })

  it("in production with a development network's issuer", () => {
    const jwks = write('development.json', { development: true, keys: [] })
    const path = write('of-development.json', [{ issuer: NATION, audience: 'lawang', jwks, algorithms: ['EdDSA'] }])
    expect(() => open(path, true)).toThrow('development network')
  })
})
