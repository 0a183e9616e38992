import type { Writable } from 'node:stream'
import { faultFacts } from '@lawang/schema/fault-facts'
import type { MemberEntry } from '@lawang/schema/network'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import type { LogLevel } from './config.ts'
import { createHttpSend } from './execute/http-send.ts'
import { createOperations } from './execute/operations.ts'
import { createApolloFront } from './http/apollo-front.ts'
import { allowEveryOrigin } from './http/cors.ts'
import { addGraphiql } from './http/graphiql.ts'
import { answerErrorsAsGraphql } from './http/graphql-errors.ts'
import { addGraphqlRoute } from './http/graphql-route.ts'
import { DEFAULT_LIMITS } from './plan/limits.ts'
import { createPrepare } from './plan/prepare.ts'
import type { Supergraph } from './plan/supergraph.ts'
import { createAvailability } from './route/availability.ts'
import { createHealthCheck } from './route/health.ts'
import { jurisdictionRouter } from './route/jurisdiction-router.ts'
import { fixedRouter, type Router } from './route/router.ts'
import { attachLive } from './subscribe/attach.ts'

export interface ServerOptions {
  readonly supergraph: Supergraph
  /** Undefined for a plain gateway that asks the supergraph's own urls. */
  readonly members: readonly MemberEntry[] | undefined
  readonly memberTimeoutMs: number
  readonly logLevel: LogLevel
  /** Where the log goes; standard error by default. */
  readonly logStream?: Writable
}

const BODY_LIMIT_BYTES = 512 * 1024
const PLAN_CACHE_SIZE = 1000
const HEALTH = { maxAgeMs: 1000, timeoutMs: 2000, now: () => performance.now() }

/** Puts the gateway together; `listen` starts it, `close` ends it with what it opened. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { supergraph, members } = options
  const server = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    // the text of an error can carry what people wrote
    logger: {
      level: options.logLevel,
      stream: options.logStream ?? process.stderr,
      serializers: { err: faultFacts },
    },
    // request lines of the default logger carry urls, and with them queries sent by GET
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
  })
  const onFault = (fault: unknown) => server.log.error({ err: fault }, 'fault')

  const availability = createAvailability(() => performance.now())
  const router: Router = members
    ? jurisdictionRouter(members, supergraph.routed, availability)
    : fixedRouter(supergraph.subgraphs)
  const http = createHttpSend({ timeoutMs: options.memberTimeoutMs, report: availability.report })
  const operations = createOperations({
    supergraph,
    prepare: createPrepare(supergraph, router.routedArgument, { limits: DEFAULT_LIMITS, cacheSize: PLAN_CACHE_SIZE }),
    network: { router, send: http.send, types: supergraph.types },
    onFault,
  })
  const apollo = await createApolloFront({ supergraph, operations, limits: DEFAULT_LIMITS, onFault })

  server.removeContentTypeParser('text/plain')
  answerErrorsAsGraphql(server, onFault)
  allowEveryOrigin(server)
  addGraphiql(server, members !== undefined)
  addInformation(server, supergraph, members ?? [])
  attachLive(server, operations, { onFault })
  addGraphqlRoute(server, apollo)
  server.addHook('onClose', async () => {
    await apollo.stop()
    await http.close()
  })
  return server
}

function addInformation(server: FastifyInstance, supergraph: Supergraph, members: readonly MemberEntry[]): void {
  const check = createHealthCheck(members, HEALTH)
  server.get('/health', async (_request, reply) => {
    const health = await check()
    return reply.code(health.status === 'ready' ? 200 : 503).send(health)
  })
  server.get('/schema.graphql', async (_request, reply) =>
    reply.header('content-type', 'text/plain; charset=utf-8').send(supergraph.publicSdl),
  )
}
