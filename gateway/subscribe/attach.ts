import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { handleProtocols } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Operations } from '../execute/operation.ts'
import type { NameClient } from '../http/client-names.ts'
import { acceptSocket } from './accept-socket.ts'
import { serveDistinctStream } from './distinct-stream.ts'
import { EventStreams } from './event-stream.ts'
import { Feeds } from './feeds.ts'
import { MandateEnds } from './mandate-ends.ts'
import { memberSockets } from './member-sockets.ts'
import { readStreamRequest } from './read-request.ts'
import type { Running } from './run-operation.ts'
import { attachSingleConnection } from './single-connection.ts'
import type { Upstream } from './upstream.ts'
import { protocolServer } from './websocket.ts'

const GRAPHQL_PATH = '/graphql'
const STREAM_PATH = '/graphql/stream'
const MAX_MESSAGE_BYTES = 512 * 1024
/** Of IANA's registry of close codes: clients are to come again, each after a while of its own. */
const SERVICE_RESTART = 1012

export interface LiveOptions {
  /** Told of failures that are nobody's refusal: for the log. They carry no personal data. */
  readonly onFault: (error: unknown) => void
  /** Lets the next operation of a WebSocket through, or throws a refusal; every one by default. */
  readonly admit?: ((request: IncomingMessage, authorization: string | undefined) => void) | undefined
  /** The pseudonym that members count a client's network by; none by default. */
  readonly clientOf?: NameClient
  /** Whether a WebSocket may be opened by this request; every one by default. */
  readonly mayOpen?: (request: IncomingMessage) => boolean
  /** Where subscriptions come from; sockets to the members by default. */
  readonly upstream?: Upstream
  /** How often WebSocket clients are pinged and event streams get a comment; 12 s by default. */
  readonly heartbeatMs?: number
}

/**
 * Serves live operations on the gateway's server: graphql-transport-ws and server-sent events at `/graphql` (a GET or
 * POST that accepts `text/event-stream`), and both modes of graphql-sse at `/graphql/stream`.
 *
 * Call it before the route of `/graphql` is registered and before `listen`: Fastify runs hooks only for routes that
 * come after them. Closing the server ends every connection so that clients reconnect.
 */
export function attachLive(server: FastifyInstance, operations: Operations, options: LiveOptions): void {
  const { upstream = memberSockets(), heartbeatMs = 12_000, mayOpen = () => true, onFault, admit } = options
  const { clientOf = () => undefined } = options
  const mandateEnds = new MandateEnds(operations, upstream)
  const running = {
    operations,
    feeds: new Feeds({ operations, upstream, onFault }),
    mandateEnds,
    onFault,
    admit,
    clientOf,
  }
  const sockets = attachSockets(server, running, { heartbeatMs, mayOpen })
  const streams = new EventStreams(heartbeatMs)

  const serveEvents = async (request: FastifyRequest, reply: FastifyReply) => {
    if (await wantsEvents(request, operations)) await serveDistinctStream(running, streams, request, reply)
  }
  // without a promise for the many requests that are none of these
  server.addHook('preHandler', (request, reply, done) => {
    const mayWantEvents = request.headers.accept?.includes('text/event-stream') === true
    if (!mayWantEvents || pathOf(request.url) !== GRAPHQL_PATH) return done()
    serveEvents(request, reply).then(() => {
      if (!reply.sent) done()
    }, done)
  })
  attachSingleConnection(server, STREAM_PATH, running, streams)

  server.addHook('preClose', async () => {
    // not waited for: the listener closes next, and the server's closing waits for every connection
    closeSockets(sockets)
    streams.loseAll()
    upstream.close()
  })
}

type SocketRules = Required<Pick<LiveOptions, 'heartbeatMs' | 'mayOpen'>>

function attachSockets(
  server: FastifyInstance,
  running: Running,
  { heartbeatMs, mayOpen }: SocketRules,
): WebSocketServer {
  // Events are written past the socket, which must not compress what it writes itself.
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols,
    perMessageDeflate: false,
  })
  const protocol = protocolServer(running)
  const accept = (socket: WebSocket, connection: Duplex, request: IncomingMessage) =>
    acceptSocket(socket, connection, request, protocol, { heartbeatMs, onFault: running.onFault })
  server.server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    if (pathOf(request.url) !== GRAPHQL_PATH) return refuseUpgrade(connection, '404 Not Found')
    // browsers open WebSockets for every page, and only say for which: they ask nobody first
    if (!mayOpen(request)) return refuseUpgrade(connection, '403 Forbidden')
    sockets.handleUpgrade(request, connection, head, (socket) => accept(socket, connection, request))
  })
  return sockets
}

function refuseUpgrade(connection: Duplex, status: string): void {
  // a client that has gone already is nobody's fault, and nobody else listens any more
  connection.on('error', () => {})
  connection.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Clients get a moment to answer the closing handshake; a server that stops does not wait for those that do not. */
function closeSockets(sockets: WebSocketServer): void {
  for (const socket of sockets.clients) socket.close(SERVICE_RESTART, 'Service restart')
  const impatience = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate()
  }, 1_000)
  sockets.close(() => clearTimeout(impatience))
}

function pathOf(url: string | undefined): string | undefined {
  return url?.split('?', 1)[0]
}

/**
 * Whether to answer with an event stream. Clients that take JSON too, as some do in every request, get the stream for
 * subscriptions only; what cannot be prepared is left to be refused over plain HTTP.
 */
async function wantsEvents(request: FastifyRequest, operations: Operations): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'POST') return false
  const accept = request.headers.accept ?? ''
  if (!accept.includes('text/event-stream')) return false
  if (!accept.includes('json')) return true
  try {
    return (await operations.prepare(readStreamRequest(request))).kind === 'subscription'
  } catch {
    return false
  }
}
