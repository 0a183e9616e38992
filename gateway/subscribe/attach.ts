import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { handleProtocols } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Operations } from '../execute/operation.ts'
import { acceptSocket } from './accept-socket.ts'
import { serveDistinctStream } from './distinct-stream.ts'
import { EventStreams } from './event-stream.ts'
import { memberSockets } from './member-sockets.ts'
import { readStreamRequest } from './read-request.ts'
import type { Running } from './run-operation.ts'
import { attachSingleConnection } from './single-connection.ts'
import type { Upstream } from './upstream.ts'
import { protocolServer } from './websocket.ts'

const GRAPHQL_PATH = '/graphql'
const STREAM_PATH = '/graphql/stream'
const MAX_MESSAGE_BYTES = 512 * 1024

export interface LiveOptions {
  /** Told of failures that are nobody's refusal: for the log. They carry no personal data. */
  readonly onFault: (error: unknown) => void
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
  const { upstream = memberSockets(), heartbeatMs = 12_000, onFault } = options
  const running = { operations, upstream, onFault }
  const sockets = attachSockets(server, running, heartbeatMs)
  const streams = new EventStreams(heartbeatMs)

  server.addHook('preHandler', async (request, reply) => {
    if (pathOf(request.url) !== GRAPHQL_PATH || !(await wantsEvents(request, operations))) return
    await serveDistinctStream(running, streams, request, reply)
  })
  attachSingleConnection(server, STREAM_PATH, running, streams)

  server.addHook('preClose', async () => {
    const closed = closeSockets(sockets)
    streams.loseAll()
    upstream.close()
    await closed
  })
}

function attachSockets(server: FastifyInstance, running: Running, heartbeatMs: number): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, handleProtocols })
  const protocol = protocolServer(running.operations, running.upstream, running.onFault)
  const accept = (socket: WebSocket, request: IncomingMessage) =>
    acceptSocket(socket, request, protocol, { heartbeatMs, onFault: running.onFault })
  server.server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    if (pathOf(request.url) === GRAPHQL_PATH) {
      sockets.handleUpgrade(request, connection, head, (socket) => accept(socket, request))
    } else {
      connection.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    }
  })
  return sockets
}

/** Clients get a moment to answer the closing handshake; a server that stops does not wait for those that do not. */
async function closeSockets(sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.close(1001, 'Going away')
  const impatience = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate()
  }, 1_000)
  await new Promise<void>((resolve) => sockets.close(() => resolve()))
  clearTimeout(impatience)
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
