import type { IncomingMessage } from 'node:http'
import type { Writable } from 'node:stream'
import { REFUSALS, Refusal } from '@lawang/schema/errors'
import { limitConnections } from '@lawang/trust/limits/connections'
import type { PeerTls } from '@lawang/trust/tls/pinned-connection'
import { createTlsServer } from '@lawang/trust/tls/server-line'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyRequest,
  type FastifyServerFactory,
  LogController,
} from 'fastify'
import { type ExecutionResult, type FormattedExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql'
import { mercurius } from 'mercurius'
import type { Actor } from './domain/model.ts'
import type { GraphContext } from './graph/context.ts'
import { createLoaders } from './graph/loaders.ts'
import { operationChecker } from './graph/operations.ts'
import { errorFormatter, type FormatError } from './graph/refusal-to-error.ts'
import type { LimitServices } from './limits/open-limits.ts'
import { serveSocket } from './live/serve-socket.ts'
import { actsUnderDecree } from './mandates/in-force.ts'
import { traceRequests } from './observe/trace-requests.ts'
import type { Tracing } from './observe/tracing.ts'
import type { AskedReads, MemberServices } from './ports.ts'
import { logOptions } from './server-log.ts'
import { readGraphRequest } from './server-request.ts'
import type { EntranceSettings } from './settings/entrance.ts'
import { type BodyOf, keepBodies } from './trust/kept-bodies.ts'
import type { Callers } from './trust/known-callers.ts'

/** Bytes of one request. */
const BODY_LIMIT = 512 * 1024
/**
 * How long a client may take for a request, in milliseconds: for its head, and for all of it, which may be a photo over a
 * slow line. Connections are looked at every few seconds. They stay open longer than those of usual load balancers.
 */
const PATIENCE = {
  requestTimeout: 120_000,
  keepAliveTimeout: 72_000,
  http: { headersTimeout: 30_000, connectionsCheckingInterval: 5_000 },
}
/** Compiled operations that the executor keeps. */
const COMPILED = 1024

export interface ServerOptions {
  readonly schema: GraphQLSchema
  readonly services: MemberServices
  readonly callers: Callers
  /** What `/health` says beside the status, e.g. the member's name. */
  readonly identity: Readonly<Record<string, unknown>>
  /** Whether everything that the server needs answers now. */
  readonly isReady: () => Promise<boolean>
  readonly now: () => Date
  readonly logLevel: string
  /** Where the log goes; standard output by default. */
  readonly logStream?: Writable
  /** Who may open connections and WebSockets; everybody without it. */
  readonly entrance?: Pick<EntranceSettings, 'proxies' | 'connections' | 'origins'>
  /** What each may use how often; as often as they like without it. */
  readonly limit?: LimitServices
  /** Makes spans of requests; none without it. */
  readonly tracing?: Tracing | undefined
  /** How it speaks TLS with other servers; plain HTTP without it. */
  readonly peer?: PeerTls | undefined
  /** Told of every refusal that a client is answered with. */
  readonly refused?: (refusal: Refusal) => void
}

/**
 * A member's server, not listening yet: `POST /graphql`, graphql-transport-ws on the same path, and `GET /health`.
 * Well-formed requests are answered with 200, whatever GraphQL errors they carry.
 */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: logOptions(options.logLevel, options.logStream),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    ...PATIENCE,
    ...(options.peer && tlsServer(options.peer)),
  })
  const { entrance } = options
  if (entrance?.proxies === 0) limitConnections(app.server, entrance.connections)
  if (options.tracing) traceRequests(app, options.tracing)
  const formatError = errorFormatter((err) => {
    options.tracing?.fail()
    app.log.error({ err }, 'A request met a fault')
  }, options.refused)
  await app.register(mercurius, {
    schema: options.schema,
    routes: false,
    jit: 1,
    cache: COMPILED,
    errorFormatter: ({ data, errors }) => ({ statusCode: 200, response: { data, errors: errors.map(formatError) } }),
  })
  answerHealth(app, options)
  answerGraph(app, { ...options, bodyOf: keepBodies(app) }, formatError, operationChecker(options.schema))
  answerFaults(app, formatError)
  const socket = serveSocket({
    server: app.server,
    path: '/graphql',
    schema: options.schema,
    formatError,
    context: async (authorization, upgrade, signal) =>
      contextFor(options, upgrade, await options.callers.ofSocket(upgrade, authorization), signal),
    mayOpen: ({ headers }) => entrance?.origins.allows(headers.origin) ?? true,
    watch: (authorization, upgrade, end) => watchStanding(options, upgrade, authorization, end),
    onFault: (err) => app.log.info({ err }, 'A socket broke'),
  })
  app.addHook('preClose', () => socket.close())
  return app
}

/** Fastify's server, over TLS. */
function tlsServer(peer: PeerTls): { readonly serverFactory: FastifyServerFactory } {
  const { http, ...patience } = PATIENCE
  return { serverFactory: (handler) => createTlsServer(peer, handler, { ...patience, ...http }) }
}

/** Whoever asks is who the token says, as the decrees of this moment leave them. */
function contextFor(
  { services, limit, now }: ServerOptions,
  request: IncomingMessage,
  actor: Actor,
  signal: AbortSignal,
): GraphContext {
  const judged = services.mandates.judge(actor)
  const reads = services.readsFor?.(judged)
  const read = reads ? readBy(services, reads) : services
  // The limits stand before everything else: what reads for the asker is counted too.
  const asked = limit?.(read, request, judged) ?? read
  const noteSecret = (secretHash: string) => reads?.noteSecret(secretHash)
  return { services: asked, actor: judged, signal, now, loaders: createLoaders(asked), noteSecret }
}

/** The services of one request: what people read, the database shows them by its own policies. */
function readBy(services: MemberServices, reads: AskedReads): MemberServices {
  return {
    ...services,
    complaints: { ...services.complaints, ...reads.complaints },
    cases: { ...services.cases, ...reads.cases },
    mandates: { ...services.mandates, ...reads.mandates },
  }
}

/** Ends an officer's socket at the moment at which the right to act ends: whatever it carries was asked by that right. */
async function watchStanding(
  { services: { mandates }, callers }: ServerOptions,
  upgrade: IncomingMessage,
  authorization: string | undefined,
  end: () => void,
): Promise<() => void> {
  const actor = await callers.ofSocket(upgrade, authorization).catch(() => undefined)
  const hasEnded = () => {
    const judged = actor && mandates.judge(actor)
    return judged?.kind === 'person' && judged.withoutMandate === true
  }
  if (!actor || !actsUnderDecree(actor)) return () => {}
  if (hasEnded()) end()
  return mandates.onChange(() => {
    if (hasEnded()) end()
  })
}

function answerHealth(app: FastifyInstance, { isReady, identity }: ServerOptions): void {
  app.get('/health', async (_request, reply) => {
    const status = (await isReady().catch(() => false)) ? 'ready' : 'unavailable'
    return reply.code(status === 'ready' ? 200 : 503).send({ status, ...identity })
  })
}

function answerGraph(
  app: FastifyInstance,
  options: ServerOptions & { readonly bodyOf: BodyOf },
  formatError: FormatError,
  check: ReturnType<typeof operationChecker>,
): void {
  const execute = async (request: FastifyRequest): Promise<ExecutionResult> => {
    const actor = await options.callers.ofRequest(request.raw, options.bodyOf(request))
    const { query, operationName, variables } = readGraphRequest(request.body)
    const operation = check(query, operationName)
    if ('errors' in operation) throw new ManyErrors(operation.errors)
    const context = { ...contextFor(options, request.raw, actor, new AbortController().signal) }
    return app.graphql(operation.text, context, operation.fill(variables), operationName)
  }

  app.post('/graphql', async (request, reply): Promise<FormattedExecutionResult> => {
    reply.type('application/json; charset=utf-8')
    try {
      return await execute(request)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'BAD_REQUEST') reply.code(400)
      return { errors: errorsIn(error).map((each) => formatError(asGraphQLError(each))) }
    }
  })
}

/** Several errors of one document, thrown together. */
class ManyErrors extends Error {
  readonly errors: readonly GraphQLError[]

  constructor(errors: readonly GraphQLError[]) {
    super('The document has errors')
    this.errors = errors
  }
}

/** The executor throws the errors of variables together too. */
function errorsIn(error: unknown): readonly unknown[] {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : [error]
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  const originalError = error instanceof Error ? error : new Error(String(error))
  return new GraphQLError(originalError.message, { originalError })
}

/** What goes wrong before GraphQL is reached is answered in its form too. */
function answerFaults(app: FastifyInstance, formatError: FormatError): void {
  app.setErrorHandler(async (error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500
    const cause = status >= 500 ? error : requestRefusal(error)
    return reply.code(status).send({ errors: [formatError(asGraphQLError(cause))] })
  })
  app.setNotFoundHandler(async (_request, reply) => {
    const message = 'This server answers POST /graphql, graphql-transport-ws on /graphql, and GET /health.'
    return reply.code(404).send({ errors: [{ message, extensions: { code: 'NOT_FOUND' } }] })
  })
}

function requestRefusal(error: FastifyError): Refusal {
  return error.statusCode === 413
    ? new Refusal('PAYLOAD_TOO_LARGE', REFUSALS.PAYLOAD_TOO_LARGE, { mostBytes: BODY_LIMIT })
    : new Refusal('BAD_REQUEST', 'The request is no JSON object with query, variables and operationName.')
}
