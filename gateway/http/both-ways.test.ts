import { readFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOf } from '../documents/documents.ts'
import { idOf, type MemberNetwork, SUPERGRAPH_FILE, startMemberNetwork } from '../execute/member-servers.fixture.ts'
import { loadSupergraph } from '../plan/supergraph.ts'
import { createServer } from '../server.ts'

const MEMBERS = '{ members { name } }'

let network: MemberNetwork
const servers: FastifyInstance[] = []
const bases: Record<string, string> = {}
beforeAll(async () => {
  network = await startMemberNetwork((member) => ({
    Query: {
      members: () => Array.from({ length: 200 }, (_, index) => ({ name: `${member} ${index}` })),
      complaint: ({ id }) => ({ id }),
    },
    Complaint: {
      resolveReference: ({ id }) => ({ id }),
      title: () => {
        throw new Error('no title')
      },
    },
  }))
  const supergraph = loadSupergraph(readFileSync(SUPERGRAPH_FILE, 'utf8'))
  const options = { supergraph, members: network.members, memberTimeoutMs: 1000, logLevel: 'silent' } as const
  for (const [name, more] of Object.entries({
    short: { pipeline: 'short' },
    apollo: { pipeline: 'apollo' },
    trusted: { documents: { trusted: [MEMBERS], onlyTrusted: true } },
  } as const)) {
    const server = await createServer({ ...options, ...more })
    servers.push(server)
    bases[name] = await server.listen({ port: 0, host: '127.0.0.1' })
  }
})
afterAll(async () => {
  for (const server of servers) await server.close()
  await network.close()
})

const JSON_TYPE = { 'content-type': 'application/json' }
const RESPONSE_JSON = { ...JSON_TYPE, accept: 'application/graphql-response+json, application/json;q=0.9' }
const post = (body: unknown, headers: Record<string, string> = JSON_TYPE): RequestInit => ({
  method: 'POST',
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const id = idOf('complaint', '64.08')
const byId = 'query One($id: ID!) { complaint(id: $id) { id title } }'
const get = (parameters: Record<string, string>) => `?${new URLSearchParams(parameters)}`
const persisted = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } } })

const REQUESTS: Readonly<Record<string, readonly [path: string, init?: RequestInit]>> = {
  'a query': ['', post({ query: MEMBERS })],
  'a query with its type of answer named': ['', post({ query: MEMBERS }, RESPONSE_JSON)],
  'an answer of no type that there is': ['', post({ query: MEMBERS }, { ...JSON_TYPE, accept: 'image/png' })],
  'a query by GET': [get({ query: MEMBERS })],
  'a query by GET with variables': [get({ query: byId, variables: JSON.stringify({ id }), operationName: 'One' })],
  'a query by GET with variables that are no JSON': [get({ query: byId, variables: '{' })],
  'a query by GET that is given twice': [`${get({ query: MEMBERS })}&query=x`],
  'a query by GET with a content type': [get({ query: MEMBERS }), { headers: { 'content-type': 'text/plain' } }],
  'an error inside the data': ['', post({ query: byId, variables: { id } })],
  'an error inside the data, with the type named': ['', post({ query: byId, variables: { id } }, RESPONSE_JSON)],
  'a missing variable': ['', post({ query: byId })],
  'a variable of another type': ['', post({ query: byId, variables: { id: {} } }, RESPONSE_JSON)],
  'variables that are no object': ['', post({ query: byId, variables: [id] })],
  'an operation that is not there': ['', post({ query: byId, operationName: 'Two', variables: { id } })],
  'a name that is no text': ['', post({ query: MEMBERS, operationName: 1 })],
  'names and variables that are null': ['', post({ query: MEMBERS, operationName: null, variables: null })],
  'extensions that are no object': ['', post({ query: MEMBERS, extensions: 'x' })],
  'empty extensions': ['', post({ query: MEMBERS, extensions: {} })],
  'no GraphQL': ['', post({ query: '{' }, RESPONSE_JSON)],
  'an unknown field': ['', post({ query: '{ nothing }' }, RESPONSE_JSON)],
  'a batch': ['', post([{ query: MEMBERS }, { query: MEMBERS }])],
  'no JSON': ['', post('{')],
  'a subscription by POST': ['', post({ query: 'subscription { complaintChanged { at } }' })],
  'a mutation by GET': [get({ query: 'mutation { startCase(input: { case: "x" }) { id } }' })],
  introspection: ['', post({ query: '{ __schema { queryType { name } } __typename }' })],
  'a hash that nobody has registered': ['', post(persisted('{ categories { code } }'))],
  'a hash with its text': ['', post({ query: MEMBERS, ...persisted(MEMBERS) })],
  'a hash alone': ['', post(persisted(MEMBERS))],
  'a hash alone by GET': [get({ extensions: JSON.stringify(persisted(MEMBERS).extensions) })],
  'a hash of another text': ['', post({ query: byId, ...persisted(MEMBERS) })],
  'another method': ['', { method: 'PUT', headers: JSON_TYPE, body: '{}' }],
}

describe('the short way and the pipeline give the same answer, the first time and the second, to', () => {
  const seen = async (way: string, [path, init]: readonly [string, RequestInit?]) => {
    const response = await fetch(`${bases[way]}/graphql${path}`, init)
    const headers = Object.fromEntries(response.headers)
    delete headers.date
    return { status: response.status, headers, text: await response.text() }
  }
  for (const [name, sent] of Object.entries(REQUESTS)) {
    it(name, async () => {
      const first = await seen('apollo', sent)
      for (let turn = 0; turn < 3; turn++) expect(await seen('short', sent)).toEqual(first)
      expect(await seen('apollo', sent)).toEqual(first)
    })
  }
})

describe.each(['short', 'apollo'])('by the way named %s, with everything asked twice', (way) => {
  for (const audit of serverAudits({ url: async () => `${bases[way]}/graphql` })) {
    it(audit.name, async () => {
      expect(await audit.fn()).toMatchObject({ status: 'ok' })
      expect(await audit.fn()).toMatchObject({ status: 'ok' })
    })
  }

  it('a long answer is compressed for a client that takes it so', async () => {
    const asked = (accepted: string) =>
      new Promise<{ headers: IncomingHttpHeaders; bytes: Buffer }>((resolve, reject) => {
        const headers = { ...JSON_TYPE, 'accept-encoding': accepted }
        request(`${bases[way]}/graphql`, { method: 'POST', headers }, (response) => {
          const pieces: Buffer[] = []
          response.on('data', (piece: Buffer) => pieces.push(piece))
          response.on('end', () => resolve({ headers: response.headers, bytes: Buffer.concat(pieces) }))
        })
          .once('error', reject)
          .end(JSON.stringify({ query: MEMBERS }))
      })
    const plain = await asked('gzip;q=0, br')
    expect(plain.headers).toMatchObject({ vary: 'accept-encoding' })
    expect(plain.headers['content-encoding']).toBeUndefined()
    const zipped = await asked('br, gzip;q=0.8')
    expect(zipped.headers).toMatchObject({ vary: 'accept-encoding', 'content-encoding': 'gzip' })
    expect(zipped.bytes.length).toBeLessThan(plain.bytes.length / 4)
    expect(gunzipSync(zipped.bytes)).toEqual(plain.bytes)
  })
})

describe('a server that executes trusted documents only', () => {
  const ask = async (body: unknown) => (await fetch(`${bases.trusted}/graphql`, post(body))).json()

  it('executes them by text and by hash', async () => {
    for (let turn = 0; turn < 2; turn++) {
      expect(await ask({ query: MEMBERS })).toMatchObject({ data: { members: expect.anything() } })
      expect(await ask(persisted(MEMBERS))).toMatchObject({ data: { members: expect.anything() } })
    }
  })

  it('refuses every other, and lets nobody register one', async () => {
    const other = '{ categories { code } }'
    const refused = { errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }] }
    expect(await ask({ query: other })).toMatchObject(refused)
    expect(await ask({ query: other, ...persisted(other) })).toMatchObject(refused)
    expect(await ask(persisted(other))).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    })
  })
})
