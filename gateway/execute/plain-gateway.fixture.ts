import { composeServices } from '@theguild/federation-composition'
import { type GraphQLFieldResolver, parse } from 'graphql'
import { DEFAULT_LIMITS } from '../plan/limits.ts'
import { type Planner, plannerInside } from '../plan/planner.ts'
import { createPrepare } from '../plan/prepare.ts'
import { loadSupergraph, type Supergraph } from '../plan/supergraph.ts'
import { askInTurn } from '../route/ask.ts'
import { fixedRouter } from '../route/router.ts'
import { createHttpSend } from './http-send.ts'
import { OperationRefused, type Operations } from './operation.ts'
import { createOperations } from './operations.ts'
import { type Resolvers, type SubgraphServer, startSubgraph } from './subgraph-server.fixture.ts'

export interface Subgraph {
  readonly typeDefs: string
  /** What composition reads of it where that is another schema: a subgraph that has changed since. */
  readonly composedAs?: string
  /** The version of federation that it is written in; 2 by default. */
  readonly federation?: 1 | 2
  readonly resolvers: Resolvers
  /** Answers the fields that have no resolver; a property of the source by default. */
  readonly resolveField?: GraphQLFieldResolver<Readonly<Record<string, unknown>>, unknown>
}

/** An answer as a client reads it. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly {
    readonly message: string
    readonly path?: readonly (string | number)[]
    readonly extensions?: Readonly<Record<string, unknown>>
  }[]
}

export interface PlainGateway {
  readonly supergraph: Supergraph
  readonly operations: Operations
  readonly subgraphs: Readonly<Record<string, SubgraphServer>>
  readonly faults: unknown[]
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>
  close(): Promise<void>
}

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@external", "@provides", "@requires", "@interfaceObject", "@inaccessible", "@override",
  "@tag", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize"
])\n`

export interface PlainSubgraphs {
  readonly servers: Readonly<Record<string, SubgraphServer>>
  readonly supergraphSdl: string
}

/** Composes subgraphs and starts each on a socket. */
export async function composePlain(subgraphs: Readonly<Record<string, Subgraph>>): Promise<PlainSubgraphs> {
  const servers: Record<string, SubgraphServer> = {}
  const services = []
  for (const [name, subgraph] of Object.entries(subgraphs)) {
    const { typeDefs, composedAs = typeDefs, federation = 2, resolvers, resolveField } = subgraph
    const server = await startSubgraph(typeDefs, resolvers, resolveField)
    servers[name] = server
    services.push({
      name,
      url: `${server.url}/graphql`,
      typeDefs: parse(federation === 2 ? FEDERATION + composedAs : composedAs),
    })
  }
  const composed = composeServices(services)
  if (!composed.supergraphSdl) throw new Error(composed.errors?.map((error) => error.message).join('\n'))
  return { servers, supergraphSdl: composed.supergraphSdl }
}

/** Puts the executor before composed subgraphs as a plain gateway would. */
export async function startPlainGateway(
  subgraphs: Readonly<Record<string, Subgraph>>,
  createPlanner: (sdl: string) => Planner = plannerInside,
): Promise<PlainGateway> {
  const { servers, supergraphSdl } = await composePlain(subgraphs)
  const supergraph = loadSupergraph(supergraphSdl, createPlanner)
  const router = fixedRouter(supergraph.subgraphs)
  const http = createHttpSend({ timeoutMs: 5000, report: () => {} })
  const faults: unknown[] = []
  const operations = createOperations({
    supergraph,
    prepare: createPrepare(supergraph, router.routedArgument, { limits: DEFAULT_LIMITS, cacheSize: 100 }),
    network: { router, ask: askInTurn(http.send), types: supergraph.types },
    onFault: (fault) => faults.push(fault),
  })
  return {
    supergraph,
    operations,
    subgraphs: servers,
    faults,
    ask: (query, variables) => ask(operations, query, variables),
    async close() {
      await Promise.all(Object.values(servers).map((server) => server.close()))
      await http.close()
    },
  }
}

/** Prepares and executes as an HTTP transport does, and reads the answer from JSON. */
export async function ask(
  operations: Operations,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  call: { readonly authorization?: string; readonly signal?: AbortSignal } = {},
): Promise<Answer> {
  try {
    const prepared = await operations.prepare({ query, variables })
    const signal = call.signal ?? new AbortController().signal
    return asJson(await operations.execute(prepared, { ...call, signal }))
  } catch (error) {
    if (error instanceof OperationRefused) return asJson({ errors: error.errors })
    throw error
  }
}

function asJson(value: unknown): Answer {
  return JSON.parse(JSON.stringify(value)) as Answer
}
