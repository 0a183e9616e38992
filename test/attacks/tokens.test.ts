import { createHmac, createPrivateKey, generateKeyPairSync, randomUUID, sign, type webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { developmentKeyPaths } from '@lawang/scripts/development-keys'
import { AUDIENCE, DEVELOPMENT_ISSUER } from '@lawang/trust/tokens/development-issuer'
import { createClient } from 'graphql-ws'
import { exportJWK, importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { WebSocket } from 'ws'
import { fetchClient } from '../operations/clients/fetch.ts'
import { file, read, STREET_LIGHTS } from '../operations/hub.ts'
import { ask, expectAlive, expectRefused, watchStored } from './unharmed.ts'

const { gateway, members, dataFolder } = inject('network')
const member = members['kutai-timur'] ?? ''
const DOORS = [
  ['the gateway', gateway],
  ['a member', member],
] as const

const paths = developmentKeyPaths(dataFolder)
const ISSUERS_KEY = JSON.parse(readFileSync(paths.privateKey, 'utf8'))
const KEY_SET = readFileSync(paths.jwks, 'utf8')
const OWN = generateKeyPairSync('ed25519')
const COORDINATOR = { role: 'coordinator', region: '64.08' }
const NOW = Math.floor(Date.now() / 1000)
const CLAIMS = { ...COORDINATOR, iss: DEVELOPMENT_ISSUER, aud: AUDIENCE, sub: 'officer-1', iat: NOW, exp: NOW + 600 }

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const unsigned = (header: object, signature = '') => `${encoded(header)}.${encoded(CLAIMS)}.${signature}`
function hs256(secret: string | Buffer): string {
  const text = `${encoded({ alg: 'HS256', typ: 'at+jwt', kid: ISSUERS_KEY.kid })}.${encoded(CLAIMS)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

type Key = webcrypto.CryptoKey | Uint8Array | typeof OWN.privateKey
const signed = (claims: object, header: object, key: Key) =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', ...header }).sign(key)
const byIssuer = async (claims: object, header: object = {}) =>
  signed({ ...CLAIMS, ...claims }, { kid: ISSUERS_KEY.kid, ...header }, await importJWK(ISSUERS_KEY, 'EdDSA'))
const byAttacker = (header: object) => signed(CLAIMS, header, OWN.privateKey)

/** Serves the attacker's key to whoever believes an address in a token's header. */
const hits: string[] = []
const trap = createServer(async (request, response) => {
  hits.push(request.url ?? '')
  response.end(JSON.stringify({ keys: [{ ...(await exportJWK(OWN.publicKey)), kid: 'own', alg: 'EdDSA' }] }))
})
let trapUrl: string
let act: string

const stored = watchStored()
beforeAll(async () => {
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve))
  trapUrl = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`
  const hub = fetchClient.connect(gateway)
  const complaint = await read(hub, (await file(hub, STREET_LIGHTS)).id)
  act = `mutation { startCase(input: { case: "${complaint.case?.id}" }) { id status } }`
  await stored.remember()
})
afterAll(async () => {
  await stored.expectSame()
  expect(hits).toEqual([])
  await expectAlive()
  await stored.close()
  trap.close()
})

const TOKENS: readonly (readonly [string, () => string | Promise<string>])[] = [
  ['the algorithm none', () => unsigned({ alg: 'none', typ: 'at+jwt' })],
  ['the algorithm None, in another case', () => unsigned({ alg: 'nOnE', typ: 'at+jwt' })],
  ['the algorithm none with a signature', () => unsigned({ alg: 'none', typ: 'at+jwt' }, 'A'.repeat(86))],
  ['HS256 with the public key as it stands in the set', () => hs256(ISSUERS_KEY.x)],
  ['HS256 with the bytes of the public key', () => hs256(Buffer.from(ISSUERS_KEY.x, 'base64url'))],
  ['HS256 with the whole key set', () => hs256(KEY_SET)],
  ['HS256 with an empty secret', () => hs256('')],
  ['another audience', () => byIssuer({ aud: 'another' })],
  ['an audience that begins alike', () => byIssuer({ aud: `${AUDIENCE}.example` })],
  ['no audience', () => byIssuer({ aud: undefined })],
  ['another issuer', () => byIssuer({ iss: 'https://issuer.invalid' })],
  ['an issuer that begins alike', () => byIssuer({ iss: `${DEVELOPMENT_ISSUER}/../other` })],
  ['an end in the past', () => byIssuer({ exp: NOW - 60 })],
  ['no end', () => byIssuer({ exp: undefined })],
  ['an end that is no number', () => byIssuer({ exp: 'never' })],
  ['a beginning in the future', () => byIssuer({ nbf: NOW + 600 })],
  ['nobody as its bearer', () => byIssuer({ sub: undefined })],
  ['a role that there is not', () => byIssuer({ role: 'administrator' })],
  ['a role by another name of it', () => byIssuer({ role: 'Coordinator' })],
  ['roles as a list', () => byIssuer({ role: ['coordinator'] })],
  ['a key that nobody knows', () => signed(CLAIMS, { kid: randomUUID() }, OWN.privateKey)],
  ['the known key’s name and another key', () => byAttacker({ kid: ISSUERS_KEY.kid })],
  ['no name of a key, and another key', () => byAttacker({})],
  ['an address where the key is to be fetched (jku)', () => byAttacker({ kid: 'own', jku: `${trapUrl}/jwks` })],
  ['an address of a certificate (x5u)', () => byAttacker({ kid: 'own', x5u: `${trapUrl}/x5u` })],
  ['its key in its header (jwk)', async () => byAttacker({ jwk: await exportJWK(OWN.publicKey) })],
  ['a path as the name of its key', () => byAttacker({ kid: '../../../../dev/null' })],
  ['a statement as the name of its key', () => byAttacker({ kid: "x' UNION SELECT 'own" })],
  [
    'an extension that has to be understood (crit)',
    () => {
      const header = { alg: 'EdDSA', typ: 'at+jwt', kid: ISSUERS_KEY.kid, crit: ['urn:ext'], 'urn:ext': 1 }
      const text = `${encoded(header)}.${encoded(CLAIMS)}`
      const key = createPrivateKey({ key: ISSUERS_KEY, format: 'jwk' })
      return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`
    },
  ],
  ['the type of an identity token', () => byIssuer({}, { typ: 'JWT' })],
  [
    'another’s signature',
    async () => {
      const [head, , signature] = (await byIssuer({ role: 'reporter' })).split('.')
      return `${head}.${encoded(CLAIMS)}.${signature}`
    },
  ],
  ['two signatures', async () => `${await byIssuer({})}.${'A'.repeat(86)}`],
  ['a length of 12,000', async () => byIssuer({ sub: 'x'.repeat(9_000) }, { kid: 'own' })],
]

describe.each(DOORS)('a forged token at %s is refused, whatever it says:', (_door, url) => {
  it.each(TOKENS)('%s', async (_what, token) => {
    expectRefused(await ask(url, act, {}, { authorization: `Bearer ${await token()}` }), 'UNAUTHENTICATED')
  })

  it.each(['Basic YWRtaW46YWRtaW4=', 'Bearer', 'Bearer a b', 'Bearer {}', 'bearer ...'])(
    'the header %s',
    async (authorization) => {
      expectRefused(await ask(url, act, {}, { authorization }), 'UNAUTHENTICATED')
    },
  )

  it('a token in the address is not read', async () => {
    const token = await byIssuer({})
    const asked = await fetch(`${url}/graphql?access_token=${token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: `token=${token}` },
      body: JSON.stringify({ query: act }),
    })
    expectRefused({ status: asked.status, text: await asked.text() }, 'UNAUTHENTICATED')
  })

  it.each(TOKENS.filter(([what]) => /none$|whole key set|past|jku/.test(what)))(
    '%s, over a WebSocket',
    async (_what, token) => {
      const client = createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${await token()}` },
        retryAttempts: 0,
      })
      const refusal = await client
        .iterate({ query: act })
        .next()
        .then(
          ({ value }) => value?.errors,
          (error: unknown) => error,
        )
      expect(JSON.stringify(refusal)).toMatch(/UNAUTHENTICATED|"code":4403|expired/)
      await client.dispose()
    },
  )
})
