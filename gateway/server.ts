import type { RequestListener } from 'node:http'
import type { Writable } from 'node:stream'
import { faultFacts } from '@lawang/schema/fault-facts'
import { EVERY_ORIGIN, type Origins } from '@lawang/trust/http/origins'
import { clientAddress } from '@lawang/trust/limits/client-address'
import { CONNECTIONS } from '@lawang/trust/limits/connections'
import type { RateSettings } from '@lawang/trust/limits/rate'
import { type PeerTls, pinnedAgent } from '@lawang/trust/tls/pinned-connection'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import type { LogLevel, Pipeline } from './config.ts'
import { createDocuments, type DocumentsOptions } from './documents/documents.ts'
import { takenDocuments } from './documents/taken-documents.ts'
import { createApolloFront, errorFormatter } from './http/apollo-front.ts'
import { clientNames } from './http/client-names.ts'
import { followConnections } from './http/connections.ts'
import { allowOrigins } from './http/cors.ts'
import { createFrontDoor, type FrontDoor } from './http/front-door.ts'
import { addGraphiql } from './http/graphiql.ts'
import { answerErrorsAsGraphql } from './http/graphql-errors.ts'
import { addGraphqlRoute } from './http/graphql-route.ts'
import { createHttpServer, type Patience } from './http/http-server.ts'
import { createRateGate } from './http/rate-limit.ts'
import { createShortWay } from './http/short-way.ts'
import { createAdmission } from './limits/admission.ts'
import { addMetrics } from './observe/metrics-route.ts'
import { graphAsker } from './open311/ask-graph.ts'
import { addOpen311 } from './open311/routes.ts'
import { DEFAULT_LIMITS } from './plan/limits.ts'
import type { Supergraph } from './plan/supergraph.ts'
import type { Graph, GraphListener } from './reload/graph-files.ts'
import { createHealthCheck } from './route/health.ts'
import { type GraphServer, serveGraph } from './serve-graph.ts'
import { attachLive } from './subscribe/attach.ts'
import { type AgentFor, type IntroduceSocket, memberSockets } from './subscribe/member-sockets.ts'
import type { Introduce } from './trust/introduction.ts'
import { memberAt, socketIntroduction } from './trust/socket-introduction.ts'

/** With `members` undefined it is a plain gateway that asks the supergraph's own urls. */
export interface ServerOptions extends Graph {
  readonly memberTimeoutMs: number
  readonly logLevel: LogLevel
  /** Where the log goes; standard error by default. */
  readonly logStream?: Writable
  /** Whether operations that are planned already go past Apollo Server's pipeline; `short` by default. */
  readonly pipeline?: Pipeline
  /** Operations that clients may name by their hash; automatic persisted queries alone by default. */
  readonly documents?: DocumentsOptions
  /** Where changes of the graph come from: it returns what ends them. */
  readonly changes?: (listener: GraphListener) => () => void
  /** The version of the contracts that the graph is made of: members that serve an older one are asked for less. */
  readonly contractVersion?: string | undefined
  /** The base url of an OpenTelemetry collector; undefined for no traces. */
  readonly traces?: string | undefined
  /** How members are told who asks; by the client's own token where nothing is signed. */
  readonly introduce?: Introduce | undefined
  /** How it speaks TLS with members; undefined where certificates are checked as everywhere. */
  readonly peer?: PeerTls | undefined
  /** Base url of the issuer at which users of GraphiQL sign in. */
  readonly signIn?: string | undefined
  /** How often a client may ask; undefined for as often as it likes. */
  readonly rate?: RateSettings | undefined
  /** How many proxies of our own stand before the gateway; none by default. */
  readonly proxies?: number
  /** How many connections one network may have open; 0 for as many as it likes. They are not counted behind proxies. */
  readonly connections?: number
  /** How long requests may take to come. */
  readonly patience?: Patience
  /** The web pages that may use it; all by default. */
  readonly origins?: Origins
  /** A port of its own for the metrics; undefined for a path of the gateway's. */
  readonly metrics?: { readonly host: string; readonly port: number } | undefined
}

const BODY_LIMIT_BYTES = 512 * 1024
const HEALTH = { maxAgeMs: 1000, timeoutMs: 2000, now: () => performance.now() }

/** Puts the gateway together; `listen` starts it, `close` ends it with what it opened. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { server, within } = createFastify(options)
  const onFault = (fault: unknown) => server.log.error({ err: fault }, 'fault')
  const graph = serveGraph(options, {
    memberTimeoutMs: options.memberTimeoutMs,
    onFault,
    contractVersion: options.contractVersion,
    traces: options.traces,
    introduce: options.introduce,
    peer: options.peer,
    onChange: (what, sentence) => server.log.warn(what, sentence),
  })
  const documents = createDocuments(options.documents ?? {})
  const operations = takenDocuments(graph.operations, documents)
  const supergraphChanges = new Set<(supergraph: Supergraph) => void>()
  const apollo = await createApolloFront({
    supergraph: options.supergraph,
    onSupergraph: (listener) => supergraphChanges.add(listener),
    operations,
    documents,
    limits: DEFAULT_LIMITS,
    onFault,
  })
  const unfollow = options.changes?.({
    changed(next) {
      const { supergraph } = graph.current()
      graph.replace(next)
      if (next.supergraph !== supergraph) for (const listener of supergraphChanges) listener(next.supergraph)
      server.log.info({ members: next.members?.length }, 'The graph has been reloaded')
    },
    refused(file, fault) {
      graph.metrics.reloaded('refused')
      const reason = fault instanceof Error ? fault.message : String(fault)
      server.log.error({ file, reason }, 'A changed file cannot be used: the graph stays as it is')
    },
  })

  const { proxies = 0, origins = EVERY_ORIGIN } = options
  // plain subgraphs do not count
  const clientOf = options.introduce ? clientNames(proxies, Date.now) : () => undefined
  const admit = admissionOf(options, graph)
  server.removeContentTypeParser('text/plain')
  answerErrorsAsGraphql(server, onFault)
  allowOrigins(server, origins)
  const gate = createRateGate(admit, proxies)
  gate.limit(server)
  addGraphiql(server, { hasExamples: options.members !== undefined, signIn: options.signIn })
  addInformation(server, graph)
  const closeMetrics = await addMetrics(server, graph.metrics, options.metrics)
  attachLive(server, operations, {
    onFault,
    upstream: graph.turns.watching(memberSockets(introductionOf(options, graph), agentsOf(options, graph))),
    clientOf,
    mayOpen: ({ headers }) => origins.allows(headers.origin),
    admit: admit && ((request, authorization) => admit({ address: clientAddress(request, proxies), authorization })),
  })
  const formatError = errorFormatter({ limits: DEFAULT_LIMITS, onFault })
  const shortWay = options.pipeline === 'apollo' ? undefined : createShortWay(operations, documents, formatError)
  addGraphqlRoute(server, apollo, shortWay, clientOf)
  await addOpen311(server, { ask: graphAsker(graph.operations), now: () => new Date(), clientOf, onFault })
  const frontDoor = shortWay && createFrontDoor({ shortWay, admits: gate.admits, clientOf, origins, onFault })
  open(server, within, frontDoor)
  server.addHook('onClose', async () => {
    unfollow?.()
    await closeMetrics()
    await apollo.stop()
    await graph.close()
  })
  return server
}

function admissionOf({ rate }: ServerOptions, { metrics }: GraphServer) {
  const now = () => performance.now()
  return rate && createAdmission(rate, now, () => metrics.rateLimited())
}

/** Lines for sockets, where the gateway speaks TLS with members. */
function agentsOf({ peer }: ServerOptions, graph: GraphServer): AgentFor | undefined {
  if (!peer) return undefined
  return (url) => {
    const member = memberAt(url, graph.current().members ?? [])
    return member && url.startsWith('https:') ? pinnedAgent(peer, member.name, 0) : undefined
  }
}

/** Sockets to members are introduced as requests are. */
function introductionOf({ introduce }: ServerOptions, graph: GraphServer): IntroduceSocket | undefined {
  return introduce && socketIntroduction(introduce, () => graph.current().members ?? [])
}

/** `within` is what answers a request by the framework: nothing comes to it by itself. */
function createFastify({ logLevel, logStream, proxies = 0, patience, ...limits }: ServerOptions): Framework {
  let within: RequestListener | undefined
  const server = Fastify({
    serverFactory(handler) {
      within = handler
      return createHttpServer(proxies > 0 ? 0 : (limits.connections ?? CONNECTIONS), patience)
    },
    bodyLimit: BODY_LIMIT_BYTES,
    // the text of an error can carry what people wrote
    logger: { level: logLevel, stream: logStream ?? process.stderr, serializers: { err: faultFacts } },
    // request lines of the default logger carry urls, and with them queries sent by GET
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    // no line of the log names its request, so that requests need no loggers of their own
    childLoggerFactory: (logger) => logger,
  })
  if (!within) throw new Error('The framework has made no server')
  return { server, within }
}

/** Lets requests in; what stops the server lets in no more, and closes what is idle. */
function open(server: FastifyInstance, within: RequestListener, frontDoor: FrontDoor | undefined): void {
  server.server.on('request', frontDoor ? frontDoor.opened(within) : within)
  const closeIdle = followConnections(server.server)
  server.addHook('preClose', async () => {
    frontDoor?.close()
    closeIdle()
  })
}

interface Framework {
  readonly server: FastifyInstance
  readonly within: RequestListener
}

function addInformation(server: FastifyInstance, graph: GraphServer): void {
  // the gateway itself, whatever becomes of its members: it answers for those that are there
  server.get('/ready', async () => ({ status: 'ready' }))
  const check = createHealthCheck(() => graph.current().members ?? [], HEALTH)
  server.get('/health', async (_request, reply) => {
    const health = await check()
    return reply.code(health.status === 'ready' ? 200 : 503).send(health)
  })
  server.get('/schema.graphql', async (_request, reply) =>
    reply.header('content-type', 'text/plain; charset=utf-8').send(graph.current().supergraph.publicSdl),
  )
}
