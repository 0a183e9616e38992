import { Writable } from 'node:stream'
import { Refusal } from '@lawang/schema/errors'
import { emptyRegistry } from '@lawang/trust/registry/followed-registry'
import { createClient } from 'graphql-ws'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { TokenVerifier } from './access/tokens.ts'
import { memberSchema } from './graph/testing/ask.ts'
import { fakeComplaint, fakeEvent } from './graph/testing/fake-records.ts'
import { fakeServices } from './graph/testing/fake-services.ts'
import { loadReference } from './reference/load.ts'
import { createServer } from './server.ts'
import { createCallers } from './trust/known-callers.ts'

const reference = loadReference()
const complaint = fakeComplaint(reference)
const services = fakeServices(reference, {
  governments: ['64.08'],
  complaints: [complaint],
  events: [fakeEvent(complaint)],
})

/** Takes the token "coordinator" and no other. */
const tokens: TokenVerifier = {
  async actorFrom(authorization) {
    if (authorization === undefined) return { kind: 'public' }
    if (authorization !== 'Bearer coordinator') throw new Refusal('UNAUTHENTICATED', undefined, { reason: 'FOREIGN' })
    return { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
  },
  async actorFromClaims() {
    throw new Refusal('UNAUTHENTICATED', undefined, { reason: 'FOREIGN' })
  },
}
/** Nobody's signature is known here. */
const { keys } = emptyRegistry()
const callers = createCallers({ name: 'kutai-timur', keys, tokens, now: () => Date.now() })

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

/** A log that keeps its lines. */
function logInto(lines: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
}

async function serve({ isReady = async () => true, log = logInto([]) } = {}): Promise<string> {
  const app = await createServer({
    schema: memberSchema,
    services,
    callers,
    identity: { name: 'kutai-timur' },
    isReady,
    now: () => new Date('2026-11-21T02:00:00Z'),
    logLevel: 'info',
    logStream: log,
  })
  closing.push(() => app.close())
  return app.listen({ host: '127.0.0.1', port: 0 })
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  })
  return { status: response.status, body: await response.json() }
}

const codesOf = ({ body }: Awaited<ReturnType<typeof post>>) =>
  body.errors?.map((error: { extensions?: { code?: string } }) => error.extensions?.code)

describe('a well-formed request', () => {
  test('is answered alike the first time, when it is compiled, and after', async () => {
    const url = await serve()
    const query = 'query ($id: ID!) { complaint(id: $id) { id filedAt journey { at } } }'
    const wanted = { complaint: { id: complaint.id, filedAt: '2026-11-20T00:00:00.000Z', journey: [] } }
    for (let time = 1; time <= 3; time++) {
      expect(await post(url, { query, variables: { id: complaint.id } })).toEqual({
        status: 200,
        body: { data: wanted },
      })
    }
  })

  test('keeps the indexes of lists as numbers in the paths of errors, compiled or not', async () => {
    const url = await serve()
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Complaint { id } } }'
    const variables = {
      r: [
        { __typename: 'Complaint', id: 'x' },
        { __typename: 'Complaint', id: complaint.id },
      ],
    }
    for (let time = 1; time <= 3; time++) {
      const { body } = await post(url, { query, variables })
      expect(body.data).toEqual({ _entities: [null, { __typename: 'Complaint', id: complaint.id }] })
      expect(body.errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'BAD_USER_INPUT' } }])
    }
  })

  test('may leave out what has a default, compiled or not', async () => {
    const url = await serve()
    const query = 'mutation ($input: FileComplaintInput!) { fileComplaint(input: $input) { id } }'
    const input = {
      door: '64.08',
      kind: 'COMPLAINT',
      title: 'a',
      body: 'b',
      location: '64.08.04',
      channel: 'WEB',
      idempotencyKey: 'k',
    }
    const answers = []
    for (let time = 1; time <= 3; time++) answers.push(await post(url, { query, variables: { input } }))
    expect(answers).toEqual([answers[0], answers[0], answers[0]])
    expect(JSON.stringify(answers)).not.toContain('was not provided')
  })

  test('runs the operation that it names, whichever was compiled before', async () => {
    const url = await serve()
    const query = 'query A { regions(parent: "64.08.04") { tier } } query B { complaint(id: "x") { id } }'
    for (let time = 1; time <= 3; time++) {
      const a = await post(url, { query, operationName: 'A' })
      expect(Object.keys(a.body.data)).toEqual(['regions'])
      expect(codesOf(await post(url, { query, operationName: 'B' }))).toEqual(['BAD_USER_INPUT'])
    }
    expect(codesOf(await post(url, { query }))).toEqual(['OPERATION_RESOLUTION_FAILURE'])
  })

  test('is not taken for another one that was refused', async () => {
    const url = await serve()
    const query = 'query A { regions { code } } query B { __typename }'
    expect(codesOf(await post(url, { query: `${query}\n#"A"` }))).toEqual(['OPERATION_RESOLUTION_FAILURE'])
    expect(codesOf(await post(url, { query, operationName: 'A' }))).toBeUndefined()
  })

  test('acts for whom its token names', async () => {
    const url = await serve()
    const query = '{ cases(region: "64.08") { totalCount } }'
    expect(codesOf(await post(url, { query }))).toEqual(['UNAUTHENTICATED'])
    const { body } = await post(url, { query }, { authorization: 'Bearer coordinator' })
    expect(body).toEqual({ data: { cases: { totalCount: 0 } } })
  })
})

describe('a request is refused with a code of its own', () => {
  test('when its token is foreign, whatever it asks for', async () => {
    const url = await serve()
    const { status, body } = await post(url, { query: '{ categories { code } }' }, { authorization: 'Bearer other' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'FOREIGN' } }] })
  })

  test.each([
    ['does not parse', '{ complaint(', 'GRAPHQL_PARSE_FAILED'],
    ['asks for what there is not', '{ ombudsman }', 'GRAPHQL_VALIDATION_FAILED'],
    ['has a cyclic fragment', '{ ...A } fragment A on Query { ...A }', 'GRAPHQL_VALIDATION_FAILED'],
    ['is 50 deep', `{ categories ${'{ parent '.repeat(50)} { code } ${'}'.repeat(50)} }`, 'QUERY_TOO_DEEP'],
    ['has too many tokens', `{ ${'categories { code } '.repeat(4000)} }`, 'QUERY_TOO_LARGE'],
    ['is a document as JSON', '{"kind":"Document","definitions":[]}', 'GRAPHQL_PARSE_FAILED'],
    ['subscribes', 'subscription { complaintChanged { cursor } }', 'SUBSCRIPTION_NEEDS_SOCKET'],
  ])('when its operation %s', async (_what, query, code) => {
    const url = await serve()
    for (let time = 1; time <= 3; time++) expect(codesOf(await post(url, { query }))).toEqual([code])
  })

  test('when a variable is missing or wrong, compiled or not', async () => {
    const url = await serve()
    const query = 'query ($id: ID!) { complaint(id: $id) { id } }'
    for (let time = 1; time <= 3; time++) {
      expect(codesOf(await post(url, { query }))).toEqual(['BAD_USER_INPUT'])
      expect(codesOf(await post(url, { query, variables: { id: {} } }))).toEqual(['BAD_USER_INPUT'])
    }
  })

  test('without repeating what a reporter sent, compiled or not', async () => {
    const url = await serve()
    const query = 'mutation ($input: FileComplaintInput!) { fileComplaint(input: $input) { id } }'
    for (const reporter of [{ name: 'NAMA' }, { phone: 811_223_344 }]) {
      for (let time = 1; time <= 3; time++) {
        const refused = await post(url, { query, variables: { input: { door: '64.08', reporter } } })
        expect(new Set(codesOf(refused))).toEqual(new Set(['BAD_USER_INPUT']))
        expect(JSON.stringify(refused)).not.toMatch(/NAMA|811223344/)
      }
    }
  })

  test('when it is too large or no GraphQL request at all', async () => {
    const url = await serve()
    const large = await post(url, { query: `{ categories { code } } #${'x'.repeat(1024 * 1024)}` })
    expect([large.status, codesOf(large)]).toEqual([413, ['PAYLOAD_TOO_LARGE']])
    const broken = await post(url, '{"query":')
    expect([broken.status, codesOf(broken)]).toEqual([400, ['BAD_REQUEST']])
    for (const body of [[], { variables: {} }, { query: '{ a }', variables: [] }, { query: 1 }]) {
      expect(codesOf(await post(url, body))).toEqual(['BAD_REQUEST'])
    }
  })
})

test('a live subscription is served on the same path, and its refusals have the same codes', async () => {
  const url = await serve()
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  })
  closing.push(async () => client.dispose())
  const query = (id: string) => `subscription { complaintChanged(id: "${id}") { type complaint { id } } }`
  const events: unknown[] = []
  for await (const event of client.iterate({ query: query(complaint.id) })) events.push(event)
  expect(events).toEqual([{ data: { complaintChanged: { type: 'FILED', complaint: { id: complaint.id } } } }])

  const refused = await client.iterate({ query: query('nonsense') }).next()
  expect(refused.value).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
  const deep = client.iterate({ query: `{ categories ${'{ parent '.repeat(50)} { code } ${'}'.repeat(50)} }` }).next()
  await expect(deep).rejects.toMatchObject([{ extensions: { code: 'QUERY_TOO_DEEP' } }])
})

test('/health is 200 only while everything that the server needs answers', async () => {
  const ready = await fetch(`${await serve()}/health`)
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', name: 'kutai-timur' }])
  const dead = await fetch(`${await serve({ isReady: () => Promise.reject(new Error('database gone')) })}/health`)
  expect([dead.status, await dead.json()]).toEqual([503, { status: 'unavailable', name: 'kutai-timur' }])
})

test('a fault is logged without the text of the request or of the error', async () => {
  const lines: string[] = []
  const url = await serve({ log: logInto(lines) })
  const failing = services.agencies.ofGovernment
  Object.assign(services.agencies, { ofGovernment: () => Promise.reject(new Error('0812-0000-0000')) })
  const answer = await post(url, { query: '{ agencies(region: "64.08") { id name } }' })
  Object.assign(services.agencies, { ofGovernment: failing })
  expect(codesOf(answer)).toEqual(['INTERNAL'])
  expect(JSON.stringify(answer.body)).not.toContain('0812')
  await expect.poll(() => lines.some((line) => line.includes('A request met a fault'))).toBe(true)
  expect(lines.join()).not.toMatch(/0812|agencies\(/)
})
