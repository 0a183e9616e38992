import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { makeId } from '@lawang/schema/id'
import type { MemberEntry } from '@lawang/schema/network'
import type { GovernmentTier } from '@lawang/schema/tier'
import { DEFAULT_LIMITS } from '../plan/limits.ts'
import { createPrepare } from '../plan/prepare.ts'
import { loadSupergraph, type Supergraph } from '../plan/supergraph.ts'
import { createAvailability } from '../route/availability.ts'
import { jurisdictionRouter } from '../route/jurisdiction-router.ts'
import { createHttpSend } from './http-send.ts'
import type { Operations } from './operation.ts'
import { createOperations } from './operations.ts'
import { type Answer, ask } from './plain-gateway.fixture.ts'
import { type Resolvers, type SubgraphServer, startSubgraph } from './subgraph-server.fixture.ts'

export const SUPERGRAPH_FILE = fileURLToPath(import.meta.resolve('@lawang/schema/contracts/supergraph.graphql'))

/** The members that tests talk of: two regencies on one, one on its own. */
const MEMBERS: Readonly<Record<string, { readonly tier: GovernmentTier; readonly governments: readonly string[] }>> = {
  national: { tier: 'NATIONAL', governments: ['00'] },
  provincial: { tier: 'PROVINCIAL', governments: ['64', '72'] },
  regency: { tier: 'REGENCY', governments: ['64.02', '64.71'] },
  'kutai-timur': { tier: 'REGENCY', governments: ['64.08'] },
}

export interface MemberNetwork {
  readonly members: readonly MemberEntry[]
  readonly servers: ReadonlyMap<string, SubgraphServer>
  readonly operations: Operations
  readonly faults: unknown[]
  server(name: string): SubgraphServer
  /** How many requests each member got since the last time; members without any are left out. */
  takeCounts(): Readonly<Record<string, number>>
  ask(query: string, variables?: Readonly<Record<string, unknown>>, call?: Parameters<typeof ask>[3]): Promise<Answer>
  close(): Promise<void>
}

/** Starts a server for each member, all with the same resolvers for the member's name, and the executor before them. */
export async function startMemberNetwork(
  resolversOf: (member: string) => Resolvers,
  timeoutMs = 5000,
): Promise<MemberNetwork> {
  const supergraph = loadSupergraph(readFileSync(SUPERGRAPH_FILE, 'utf8'))
  const servers = new Map<string, SubgraphServer>()
  const members: MemberEntry[] = []
  for (const [name, entry] of Object.entries(MEMBERS)) {
    const server = await startSubgraph(supergraph.publicSdl, resolversOf(name))
    servers.set(name, server)
    members.push({ name, url: server.url, ...entry })
  }
  const server = (name: string) => {
    const found = servers.get(name)
    if (!found) throw new Error(`There is no member ${name}`)
    return found
  }
  const executor = createExecutor(supergraph, members, timeoutMs)
  return {
    members,
    servers,
    server,
    ...executor,
    takeCounts: () => {
      const counts = [...servers].map(([name, { requests }]) => [name, requests.splice(0).length] as const)
      return Object.fromEntries(counts.filter(([, count]) => count > 0))
    },
    ask: (query, variables, call) => ask(executor.operations, query, variables, call),
    async close() {
      await Promise.all([...servers.values()].map((one) => one.close()))
      await executor.closeConnections()
    },
  }
}

function createExecutor(supergraph: Supergraph, members: readonly MemberEntry[], timeoutMs: number) {
  const availability = createAvailability(() => performance.now())
  const router = jurisdictionRouter(members, supergraph.routed, availability)
  const http = createHttpSend({ timeoutMs, report: availability.report })
  const faults: unknown[] = []
  const operations = createOperations({
    supergraph,
    prepare: createPrepare(supergraph, router.routedArgument, { limits: DEFAULT_LIMITS, cacheSize: 100 }),
    network: { router, send: http.send, types: supergraph.types },
    onFault: (fault) => faults.push(fault),
  })
  return { operations, faults, closeConnections: () => http.close() }
}

/** The id of the `number`th thing of a government. */
export function idOf(kind: 'complaint' | 'case' | 'agency', government: string, number = 1): string {
  return makeId(kind, government, (attempt) => Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, number, attempt]))
}
