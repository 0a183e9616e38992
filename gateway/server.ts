import Fastify, { type FastifyInstance, LogController } from 'fastify'
import type { LogLevel, Pipeline } from './config.ts'
import { createApolloFront, errorFormatter } from './http/apollo-front.ts'
import { allowEveryOrigin } from './http/cors.ts'
import { addGraphiql } from './http/graphiql.ts'
import { answerErrorsAsGraphql } from './http/graphql-errors.ts'
import { addGraphqlRoute } from './http/graphql-route.ts'
import { createShortWay } from './http/short-way.ts'
import { DEFAULT_LIMITS } from './plan/limits.ts'
import type { Supergraph } from './plan/supergraph.ts'
import type { Graph, GraphListener } from './reload/graph-files.ts'
import { createHealthCheck } from './route/health.ts'
import { type GraphServer, serveGraph } from './serve-graph.ts'
import { attachLive } from './subscribe/attach.ts'

/** With `members` undefined it is a plain gateway that asks the supergraph's own urls. */
export interface ServerOptions extends Graph {
  readonly memberTimeoutMs: number
  readonly logLevel: LogLevel
  /** Whether operations that are planned already go past Apollo Server's pipeline; `short` by default. */
  readonly pipeline?: Pipeline
  /** Where changes of the graph come from: it returns what ends them. */
  readonly changes?: (listener: GraphListener) => () => void
}

const BODY_LIMIT_BYTES = 512 * 1024
const HEALTH = { maxAgeMs: 1000, timeoutMs: 2000, now: () => performance.now() }

/** Puts the gateway together; `listen` starts it, `close` ends it with what it opened. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    logger: { level: options.logLevel, stream: process.stderr },
    // request lines of the default logger carry urls, and with them queries sent by GET
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
  })
  const onFault = (fault: unknown) => server.log.error({ err: fault }, 'fault')
  const graph = serveGraph(options, {
    memberTimeoutMs: options.memberTimeoutMs,
    onFault,
    onChange: (what, sentence) => server.log.warn(what, sentence),
  })
  const { operations } = graph
  const supergraphChanges = new Set<(supergraph: Supergraph) => void>()
  const apollo = await createApolloFront({
    supergraph: options.supergraph,
    onSupergraph: (listener) => supergraphChanges.add(listener),
    operations,
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
    refused(file, err) {
      graph.metrics.reloaded('refused')
      server.log.error({ file, err }, 'A changed file cannot be used: the graph stays as it is')
    },
  })

  server.removeContentTypeParser('text/plain')
  answerErrorsAsGraphql(server, onFault)
  allowEveryOrigin(server)
  addGraphiql(server, options.members !== undefined)
  addInformation(server, graph)
  attachLive(server, operations, { onFault })
  const formatError = errorFormatter({ limits: DEFAULT_LIMITS, onFault })
  addGraphqlRoute(server, apollo, options.pipeline === 'apollo' ? undefined : createShortWay(operations, formatError))
  server.addHook('onClose', async () => {
    unfollow?.()
    await apollo.stop()
    await graph.close()
  })
  return server
}

function addInformation(server: FastifyInstance, graph: GraphServer): void {
  const check = createHealthCheck(() => graph.current().members ?? [], HEALTH)
  server.get('/health', async (_request, reply) => {
    const health = await check()
    return reply.code(health.status === 'ready' ? 200 : 503).send(health)
  })
  server.get('/schema.graphql', async (_request, reply) =>
    reply.header('content-type', 'text/plain; charset=utf-8').send(graph.current().supergraph.publicSdl),
  )
}
