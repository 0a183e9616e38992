import { readFileSync } from 'node:fs'
import type { MemberEntry } from '@lawang/schema/network'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { idOf, SUPERGRAPH_FILE } from '../execute/member-servers.fixture.ts'
import type { Answer } from '../execute/plain-gateway.fixture.ts'
import { type Resolvers, type SubgraphServer, startSubgraph } from '../execute/subgraph-server.fixture.ts'
import { loadSupergraph } from '../plan/supergraph.ts'
import { createServer } from '../server.ts'

/** The nation and nineteen regencies, each on a member of its own. */
const GOVERNMENTS = ['00', ...Array.from({ length: 19 }, (_, index) => `64.${String(index + 1).padStart(2, '0')}`)]
const HANGING = '64.07'

let server: FastifyInstance
let url: string
const members = new Map<string, SubgraphServer>()
/** The rows that wait until all of a list's rows have been asked for. */
let waiting: (() => void)[] | undefined

async function together(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (!waiting) return resolve()
    waiting.push(resolve)
    if (waiting.length < GOVERNMENTS.length) return
    for (const release of waiting) release()
  })
}

const resolvers: Resolvers = {
  Query: {
    complaint: (_, { id }) => ({ id, title: 't' }),
    worklist: async (_, { regions }) => {
      await together()
      const [government = ''] = Array.isArray(regions) ? regions.map(String) : []
      const node = { id: idOf('case', government), openedAt: `2026-03-17T02:${government.slice(-2)}:00.000Z` }
      return { pageInfo: { hasNextPage: false, hasPreviousPage: false }, edges: [{ cursor: government, node }] }
    },
    complaints: () => ({
      feedCursor: 'c',
      edges: GOVERNMENTS.map((government) => ({
        cursor: government,
        node: { complaint: { id: idOf('complaint', government) } },
      })),
    }),
  },
  Complaint: { resolveReference: async ({ id }) => together().then(() => ({ id, title: 't' })) },
}

beforeAll(async () => {
  const supergraph = loadSupergraph(readFileSync(SUPERGRAPH_FILE, 'utf8'))
  const entries: MemberEntry[] = []
  for (const government of GOVERNMENTS) {
    const member = await startSubgraph(supergraph.publicSdl, resolvers)
    members.set(government, member)
    const tier = government === '00' ? 'NATIONAL' : 'REGENCY'
    entries.push({ name: `member-${government}`, tier, url: member.url, governments: [government] })
  }
  server = await createServer({ supergraph, members: entries, memberTimeoutMs: 600_000, logLevel: 'silent' })
  url = await server.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await server.close()
  await Promise.all([...members.values()].map((member) => member.close()))
})

async function ask(query: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return (await response.json()) as Answer
}
const read = (government: string) => ask(`{ complaint(id: "${idOf('complaint', government)}") { title } }`)
const circuit = async () => {
  const text = await (await fetch(`${url}/metrics`)).text()
  return new RegExp(`member_circuit\\{member="member-${HANGING}"\\} (\\d)`).exec(text)?.[1]
}

it('a list over twenty governments is one parallel round', async () => {
  waiting = []
  const { data, errors } = await ask('{ complaints { edges { node { complaint { title } } } } }')
  waiting = undefined
  expect(errors).toBeUndefined()
  expect(JSON.stringify(data).match(/"title":"t"/g)).toHaveLength(20)
})

it('a merged list of twenty governments is one parallel round, and each member is asked once', async () => {
  for (const member of members.values()) member.requests.splice(0)
  waiting = []
  const { data, errors } = await ask(
    `{ worklist(regions: ${JSON.stringify(GOVERNMENTS)}, first: 20) { edges { node { id openedAt } } } }`,
  )
  waiting = undefined
  expect(errors).toBeUndefined()
  expect(JSON.stringify(data).match(/"openedAt"/g)).toHaveLength(20)
  expect([...members.values()].map(({ requests }) => requests.length)).toEqual(GOVERNMENTS.map(() => 1))
})

it('one member that hangs holds up nobody who does not need it', async () => {
  members.get(HANGING)?.behave('hang')
  let isAnswered = false
  const inVain = Array.from({ length: 5 }, async () => {
    const answer = await read(HANGING)
    isAnswered = true
    return answer
  })
  const others = GOVERNMENTS.filter((government) => government !== HANGING)
  for (const { data, errors } of await Promise.all(others.map(read))) {
    expect([data, errors]).toEqual([{ complaint: { title: 't' } }, undefined])
  }
  expect(isAnswered).toBe(false)
  members.get(HANGING)?.drop()
  for (const { errors } of await Promise.all(inVain)) {
    expect(errors).toMatchObject([{ extensions: { code: 'MEMBER_UNAVAILABLE', region: HANGING } }])
  }
})

it('a member that fails again and again is left alone for a time, and asked again when it is back', async () => {
  const failing = members.get(HANGING)
  failing?.behave('garbage')
  while ((await circuit()) !== '2') await read(HANGING)
  failing?.requests.splice(0)
  expect((await read(HANGING)).errors).toMatchObject([{ extensions: { code: 'MEMBER_UNAVAILABLE' } }])
  const ofClients = failing?.requests.filter(({ query }) => query !== '{ __typename }')
  expect(ofClients).toEqual([])

  failing?.behave('well')
  await expect.poll(() => read(HANGING), { timeout: 20_000 }).toEqual({ data: { complaint: { title: 't' } } })
  expect(await circuit()).toBe('0')
}, 30_000)
