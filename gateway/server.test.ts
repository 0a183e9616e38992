import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MemberNetwork, SUPERGRAPH_FILE, startMemberNetwork } from './execute/member-servers.fixture.ts'
import { loadSupergraph } from './plan/supergraph.ts'
import { createServer } from './server.ts'

let network: MemberNetwork
let server: FastifyInstance
let base: string
beforeAll(async () => {
  network = await startMemberNetwork((member) => ({ Query: { members: () => [{ name: member }] } }))
  server = await createServer({
    supergraph: loadSupergraph(readFileSync(SUPERGRAPH_FILE, 'utf8')),
    members: network.members,
    memberTimeoutMs: 1000,
    logLevel: 'silent',
  })
  base = await server.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await server.close()
  await network.close()
})

const JSON_TYPE = { 'content-type': 'application/json' }
const post = (body: unknown, headers: Record<string, string> = JSON_TYPE) =>
  fetch(`${base}/graphql`, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
const codesOf = async (response: Response) => {
  const { errors } = (await response.json()) as { errors: readonly { extensions: { code: string } }[] }
  return errors.map((error) => error.extensions.code)
}

describe('GraphQL over HTTP', () => {
  for (const audit of serverAudits({ url: async () => `${base}/graphql` })) {
    it(audit.name, async () => {
      expect(await audit.fn()).toMatchObject({ status: 'ok' })
    })
  }

  it('answers a query by POST and by GET', async () => {
    expect(await (await post({ query: '{ members { name } }' })).json()).toEqual({
      data: { members: [{ name: 'national' }] },
    })
    const byGet = await fetch(`${base}/graphql?query=${encodeURIComponent('{ members { name } }')}`)
    expect(await byGet.json()).toEqual({ data: { members: [{ name: 'national' }] } })
  })

  it('does not take a request for another one that was refused', async () => {
    const refused = await post({ query: 'query X { __typename }', operationName: 'X\n' })
    expect(await codesOf(refused)).toEqual(['OPERATION_RESOLUTION_FAILURE'])
    const answered = await post({ query: '\nquery X { __typename }', operationName: 'X' })
    expect(await answered.json()).toEqual({ data: { __typename: 'Query' } })
  })

  it('does not change anything by GET', async () => {
    const query = encodeURIComponent('mutation { startCase(input: { case: "x" }) { id } }')
    expect((await fetch(`${base}/graphql?query=${query}`)).status).toBe(405)
  })
})

describe('a refused request', () => {
  const deep = `{ members ${'{ a '.repeat(50)}${'}'.repeat(50)} }`
  it.each([
    ['50 levels deep', { query: deep }, 'QUERY_TOO_DEEP'],
    [
      'with a fragment that contains itself',
      { query: '{ ...A } fragment A on Query { ...A }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['with more tokens than are taken', { query: `{ ${'__typename '.repeat(5000)} }` }, 'QUERY_TOO_LARGE'],
    ['with an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['that is no GraphQL', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    [
      'for an operation that is not there',
      { query: '{ __typename }', operationName: 'X' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'with a variable of another type',
      { query: 'query ($first: Int) { complaints(first: $first) { totalCount } }', variables: { first: 'x' } },
      'BAD_USER_INPUT',
    ],
    ['with a subscription by POST', { query: 'subscription { complaintChanged { at } }' }, 'SUBSCRIPTION_NEEDS_SOCKET'],
    ['without a query', { variables: {} }, 'BAD_REQUEST'],
    ['that is no JSON', '{"query":', 'BAD_REQUEST'],
    ['of a megabyte', { query: '{ __typename }', variables: { a: 'x'.repeat(1024 * 1024) } }, 'PAYLOAD_TOO_LARGE'],
  ])('%s has a code of its own', async (_, body, code) => {
    expect(await codesOf(await post(body))).toEqual([code])
  })

  it.each([{ reporter: { name: 'NAMA' } }, { reporter: { phone: 811_223_344 } }])(
    'does not repeat what a reporter sent: %j',
    async (input) => {
      const query = 'mutation ($input: FileComplaintInput!) { fileComplaint(input: $input) { id } }'
      const text = await (await post({ query, variables: { input: { door: '64.08', ...input } } })).text()
      expect(text).toContain('BAD_USER_INPUT')
      expect(text).not.toMatch(/NAMA|811223344/)
    },
  )

  it('of a content type that a page of another site may send without asking is not read', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const response = await post({ query: '{ __typename }' }, { 'content-type': type })
      expect([response.status, await codesOf(response)]).toEqual([415, ['BAD_REQUEST']])
    }
  })
})

it('logs a fault without the text of the request or of the error', async () => {
  let log = ''
  const failing = await createServer({
    supergraph: {
      ...loadSupergraph(readFileSync(SUPERGRAPH_FILE, 'utf8')),
      planner: {
        plan: async () => {
          throw new Error('no plan for 0812')
        },
        close: () => {},
      },
    },
    members: network.members,
    memberTimeoutMs: 1000,
    logLevel: 'info',
    logStream: new Writable({
      write(line, _encoding, done) {
        log += line
        done()
      },
    }),
  })
  const { body } = await failing.inject({
    method: 'POST',
    url: '/graphql',
    body: { query: '{ complaint(id: "0812") { id } }' },
  })
  await failing.close()
  expect(body).toContain('INTERNAL')
  expect(log).toContain('fault')
  expect(body + log).not.toContain('0812')
})

describe('the rest of the server', () => {
  it('is healthy when every member is, and names those that are not', async () => {
    const health = async () => {
      const response = await fetch(`${base}/health`)
      return { code: response.status, ...((await response.json()) as object) }
    }
    await expect.poll(health, { timeout: 5000 }).toMatchObject({ code: 200, status: 'ready' })
    network.server('regency').behave('garbage')
    await expect.poll(health, { timeout: 5000 }).toMatchObject({ code: 503, status: 'unavailable' })
    expect(await health()).toMatchObject({
      members: [
        { name: 'national', status: 'ready' },
        { name: 'provincial', status: 'ready' },
        { name: 'regency', status: 'unavailable' },
        { name: 'kutai-timur', status: 'ready' },
      ],
    })
    network.server('regency').behave('well')
  })

  it('gives its schema as text', async () => {
    const text = await (await fetch(`${base}/schema.graphql`)).text()
    expect(text).toContain('type ComplaintEvent')
    expect(text).not.toContain('join__')
  })

  it('shows GraphiQL to browsers, whole and from here', async () => {
    for (const path of ['/', '/graphql', '/graphiql']) {
      const response = await fetch(base + path, { headers: { accept: 'text/html,*/*;q=0.8' } })
      const page = await response.text()
      expect(response.headers.get('content-type')).toContain('text/html')
      expect(page).toContain('renderYogaGraphiQL')
      expect(page).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/)
    }
  })

  it('lets browsers run nothing in GraphiQL but its own scripts, by their hashes, and lets nobody frame it', async () => {
    const response = await fetch(`${base}/graphiql`)
    const policy = response.headers.get('content-security-policy') ?? ''
    const [, text = ''] = /<script[^>]*>([\s\S]*?)<\/script>/.exec(await response.text()) ?? []
    expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(text).digest('base64')}';`)
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy.replace("style-src 'unsafe-inline'", '')).not.toMatch(/unsafe|\*|https?:/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('lets pages of other origins ask', async () => {
    const response = await fetch(`${base}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://example.org', 'access-control-request-headers': 'authorization,content-type' },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization,content-type')
    expect((await post({ query: '{ __typename }' })).headers.get('access-control-allow-origin')).toBe('*')
  })
})
