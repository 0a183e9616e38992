import { readFileSync } from 'node:fs'
import type { MemberEntry } from '@lawang/schema/network'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadSupergraph } from '../plan/supergraph.ts'
import { createServer } from '../server.ts'
import { idOf, SUPERGRAPH_FILE } from './member-servers.fixture.ts'
import type { Answer } from './plain-gateway.fixture.ts'
import { type Resolvers, type SubgraphServer, startSubgraph } from './subgraph-server.fixture.ts'

const supergraph = loadSupergraph(readFileSync(SUPERGRAPH_FILE, 'utf8'))
const SERVICE = '\ntype _Service { sdl: String }\nextend type Query { _service: _Service }\n'
/** The contract before a complaint told since when its holder has not been heard of. */
const OLDER = supergraph.publicSdl.replace(/"""[^"]*"""\s+unreachableSince: DateTime\n/, '')
const [lost, older] = [idOf('complaint', '64.02'), idOf('complaint', '64.08')]
const AS_OF = '2026-01-01T00:00:00.000Z'

const complaint: Resolvers[string][string] = ({ id }) => ({ id, title: 't', unreachableSince: AS_OF })
const complaints: Resolvers[string][string] = (_, { filter }) => {
  const ids = (filter as { readonly ids?: readonly string[] } | undefined)?.ids
  const nodes = (ids ?? [lost, older]).map((id) => ({ id, status: 'VERIFIED', asOf: AS_OF, complaint: { id } }))
  return { feedCursor: 'c', edges: nodes.map((node) => ({ cursor: 'c', node })) }
}

let server: FastifyInstance
let url: string
const servers: SubgraphServer[] = []

async function startMember(name: string, tier: MemberEntry['tier'], government: string, sdl: string) {
  const started = await startSubgraph(sdl + SERVICE, {
    Query: { complaint: (_, args) => complaint(args, {}, { path: undefined }), complaints, _service: () => ({ sdl }) },
    Complaint: { resolveReference: complaint },
  })
  servers.push(started)
  return { entry: { name, tier, url: started.url, governments: [government] }, started }
}

let hanging: SubgraphServer
beforeAll(async () => {
  const national = await startMember('national', 'NATIONAL', '00', supergraph.publicSdl)
  const regency = await startMember('regency', 'REGENCY', '64.02', supergraph.publicSdl)
  const outdated = await startMember('outdated', 'REGENCY', '64.08', OLDER)
  hanging = regency.started
  server = await createServer({
    supergraph,
    members: [national.entry, regency.entry, outdated.entry],
    memberTimeoutMs: 300,
    logLevel: 'silent',
    contractVersion: 'current',
  })
  url = await server.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await server.close()
  for (const one of servers) await one.close()
})

async function ask(query: string): Promise<Answer & { readonly extensions?: unknown }> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return (await response.json()) as Answer & { readonly extensions?: unknown }
}

const WARNING = { code: 'FIELD_NOT_SERVED', field: 'Complaint.unreachableSince', member: 'outdated' }

describe('a member with an older contract', () => {
  const query = `{ complaint(id: "${older}") { title unreachableSince } }`

  it('is asked for what it serves; the rest is null with a warning', async () => {
    expect(OLDER).not.toBe(supergraph.publicSdl)
    const known = { data: { complaint: { title: 't', unreachableSince: null } }, extensions: { warnings: [WARNING] } }
    await expect.poll(() => ask(query), { timeout: 5000 }).toMatchObject(known)
    expect((await ask(query)).errors).toBeUndefined()
  })

  it('has one warning for all its rows, and takes nothing from the rows of others', async () => {
    const { data, extensions } = await ask('{ complaints { edges { node { complaint { title unreachableSince } } } } }')
    expect(extensions).toEqual({ warnings: [{ ...WARNING, message: expect.any(String) }] })
    expect(data).toMatchObject({
      complaints: {
        edges: [
          { node: { complaint: { title: 't', unreachableSince: AS_OF } } },
          { node: { complaint: { title: 't', unreachableSince: null } } },
        ],
      },
    })
  })
})

describe('a complaint whose member does not answer', () => {
  const facts = { region: '64.02', retryAfter: 1, lastKnown: { status: 'VERIFIED', asOf: AS_OF } }

  it('is null, and the error tells what the directory last knew of it', async () => {
    hanging.behave('garbage')
    const { data, errors } = await ask(`{ complaint(id: "${lost}") { title } }`)
    expect(data).toEqual({ complaint: null })
    expect(errors).toMatchObject([{ path: ['complaint'], extensions: { code: 'MEMBER_UNAVAILABLE', ...facts } }])
  })

  it('is so in each row of a list, with one question to the directory', async () => {
    servers[0]?.requests.splice(0)
    const { errors } = await ask('{ complaints { edges { node { complaint { title } } } } }')
    expect(errors).toMatchObject([{ path: ['complaints', 'edges', 0, 'node', 'complaint'], extensions: facts }])
    expect(servers[0]?.requests).toHaveLength(2)
  })

  it('has an error without more where the directory does not answer soon', async () => {
    servers[0]?.behave('hang')
    const { errors } = await ask(`{ complaint(id: "${lost}") { title } }`)
    expect(errors?.[0]?.extensions).toEqual({
      code: 'MEMBER_UNAVAILABLE',
      region: '64.02',
      retryAfter: expect.any(Number),
    })
  })
})
