import { request } from 'node:http'
import { Writable } from 'node:stream'
import { emptyRegistry } from '@lawang/trust/registry/followed-registry'
import { AUDIENCE, DEVELOPMENT_ISSUER } from '@lawang/trust/tokens/development-issuer'
import { createClient } from 'graphql-ws'
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createTokenVerifier } from './access/tokens.ts'
import { memberSchema } from './graph/testing/ask.ts'
import { fakeComplaint, fakeEvent } from './graph/testing/fake-records.ts'
import { fakeServices } from './graph/testing/fake-services.ts'
import type { Feed } from './ports.ts'
import { loadReference } from './reference/load.ts'
import { createServer } from './server.ts'
import { createCallers } from './trust/known-callers.ts'

const START = 1_790_000_000_000
const reference = loadReference()
const complaint = fakeComplaint(reference)
const issuer = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
const jwks = { keys: [{ ...(await exportJWK(issuer.publicKey)), alg: 'EdDSA' }] }

const opened = new Set<() => Promise<unknown>>()
afterEach(async () => {
  for (const close of opened) await close()
  opened.clear()
})

interface Served {
  readonly url: string
  /** What it has logged, a line each. */
  readonly log: readonly string[]
}

/** A member that takes real tokens by a clock of the test's. */
async function serve(now: () => number, feed: Partial<Feed> = {}): Promise<Served> {
  const log: string[] = []
  const logStream = new Writable({
    write(chunk, _encoding, done) {
      log.push(...String(chunk).split('\n').slice(0, -1))
      done()
    },
  })
  const services = fakeServices(reference, { governments: ['64.08'], complaints: [complaint] })
  const tokens = createTokenVerifier({
    issuers: [
      {
        ...{ issuer: DEVELOPMENT_ISSUER, audience: AUDIENCE, algorithms: ['EdDSA'], machines: true, typed: false },
        keys: createLocalJWKSet(jwks),
      },
    ],
    now: () => new Date(now()),
  })
  const app = await createServer({
    schema: memberSchema,
    services: { ...services, feed: { ...services.feed, ...feed } },
    callers: createCallers({ name: 'kutai-timur', keys: emptyRegistry().keys, tokens, now }),
    identity: { name: 'kutai-timur' },
    isReady: async () => true,
    now: () => new Date(now()),
    logLevel: 'trace',
    logStream,
  })
  opened.add(() => app.close())
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), log }
}

const tokenUntil = (seconds: number) =>
  new SignJWT({ role: 'coordinator', region: '64.08' })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(AUDIENCE)
    .setSubject('officer-1')
    .setIssuedAt(START / 1000)
    .setExpirationTime(START / 1000 + seconds)
    .sign(issuer.privateKey)

test('a subscription at the member itself ends with the token: what happens after it is not told', async () => {
  let now = START
  const second = Promise.withResolvers<void>()
  const { url } = await serve(() => now, {
    async *follow() {
      yield fakeEvent(complaint)
      await second.promise
      yield fakeEvent(complaint)
    },
  })
  const authorization = `Bearer ${await tokenUntil(20)}`
  const client = createClient({
    ...{ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 },
    connectionParams: { authorization },
  })
  opened.add(async () => client.dispose())
  const events = client.iterate({ query: 'subscription { complaintChanged(region: "64.08") { cursor } }' })
  expect((await events.next()).value).toMatchObject({ data: { complaintChanged: { cursor: expect.any(String) } } })
  // Two clocks may differ by five seconds.
  now = START + 26_000
  second.resolve()
  const ended = await events.next().catch((errors: unknown) => ({ value: { errors } }))
  expect(JSON.stringify(ended.value)).toContain('EXPIRED')
  expect(JSON.stringify(ended.value)).not.toContain('cursor"')

  const again = client.iterate({ query: 'subscription { complaintChanged(region: "64.08") { cursor } }' })
  await expect(again.next()).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', reason: 'EXPIRED' } }])
})

const FORGED = '{"level":60,"msg":"FORGED-LINE"}'

test('nothing that is sent makes a line of the log, or stands in one', async () => {
  const { url, log } = await serve(() => START)
  const post = (body: string, headers: Record<string, string> = {}, path = '/graphql') =>
    new Promise<number | undefined>((resolve, reject) => {
      const type = { 'content-type': 'application/json' }
      request(`${url}${path}`, { method: 'POST', headers: { ...type, ...headers } }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode))
      })
        .once('error', reject)
        .end(body)
    })
  const planted = `\r\n${FORGED}\n\u2028${FORGED}\u001b[2K`
  const asked = JSON.stringify({ query: `query A { complaint(id: ${JSON.stringify(planted)}) { id } }` })
  await post(asked)
  await post(JSON.stringify({ query: '{ categories { code } }', operationName: planted }))
  await post(JSON.stringify({ query: `query ${planted} { x }` }))
  await post(JSON.stringify({ query: 'query ($id: ID!) { complaint(id: $id) { id } }', variables: { id: planted } }))
  await post(`{"query": ${planted}`)
  await post(asked, { authorization: `Bearer ${FORGED}`, 'user-agent': FORGED, 'x-request-id': FORGED })
  await post(asked, { signature: `lawang=:${FORGED}:`, 'signature-input': FORGED })
  await post(asked, { 'content-type': FORGED })
  await post(asked, {}, `/graphql?x=${encodeURIComponent(planted)}`)
  await post(asked, {}, `/${encodeURIComponent(planted)}`)
  expect(log.length).toBeGreaterThan(0)
  for (const line of log) expect(() => JSON.parse(line)).not.toThrow()
  expect(log.join('\n')).not.toContain('FORGED-LINE')
})
