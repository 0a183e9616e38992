import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ExecutionArgs, GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql'
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { acceptSocket } from './accept-socket.ts'
import {
  authorizationOf,
  type ConnectionParams,
  type PreparedSubscribe,
  prepareSubscribe,
  type SocketExtra,
} from './prepare-subscribe.ts'
import { subscribeAfresh } from './subscribe-afresh.ts'

/** Bytes of one incoming message. */
const MAX_PAYLOAD = 256 * 1024
const INIT_TIMEOUT_MS = 5_000
const ENDED = 'The right to act has ended'

export interface SocketOptions {
  readonly server: Server
  /** The only path that is served, e.g. `/graphql`. Upgrades to others are left to other listeners, or refused. */
  readonly path: string
  readonly schema: GraphQLSchema
  /**
   * Makes the context of one operation, and anew for each event of a subscription. `authorization` is the connection parameter of that name, else the upgrade
   * request's header. `upgrade` is the request that opened the socket. `signal` aborts when a subscription's client has gone: its event source must end then. May
   * reject with a `Refusal`: the operation is answered with it.
   */
  readonly context: (
    authorization: string | undefined,
    upgrade: IncomingMessage,
    signal: AbortSignal,
  ) => Promise<unknown>
  /**
   * Told of each connection; calls `end` when its bearer's right has ended, which closes it with 4403. Gives the function
   * that ends the watching.
   */
  readonly watch?: (authorization: string | undefined, upgrade: IncomingMessage, end: () => void) => Promise<() => void>
  /** Maps every error that leaves through the socket: refusals to their codes, all others masked. */
  readonly formatError: (error: GraphQLError) => GraphQLFormattedError
  /** Whether a socket may be opened by this request; every one by default. */
  readonly mayOpen?: (request: IncomingMessage) => boolean
  /** Told of a socket that broke (frame too large, reset): for the log. */
  readonly onFault?: (error: unknown) => void
}

export interface ServedSocket {
  /** Closes every socket with 1001 (clients reconnect) and stops listening; terminates those that linger. */
  close(): Promise<void>
}

/**
 * Serves graphql-transport-ws on an HTTP server: subscriptions, queries and mutations, executed by graphql-js.
 * A socket carries at most 100 operations at a time.
 */
export function serveSocket(options: SocketOptions): ServedSocket {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD,
    handleProtocols,
    perMessageDeflate: false,
  })
  const { onFault: fault = () => {}, mayOpen = () => true } = options
  const protocol = protocolServer(options)
  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    acceptSocket(socket, fault, (adapted) => protocol.opened(adapted, { request, socket }))
  })

  const onUpgrade = (request: IncomingMessage, connection: Duplex, head: Buffer): void => {
    const path = request.url?.split('?', 1)[0]
    if (path === options.path && !mayOpen(request)) {
      refuseUpgrade(connection, '403 Forbidden')
    } else if (path === options.path) {
      sockets.handleUpgrade(request, connection, head, (socket) => sockets.emit('connection', socket, request))
    } else if (options.server.listenerCount('upgrade') === 1) {
      refuseUpgrade(connection, '404 Not Found')
    }
  }
  options.server.on('upgrade', onUpgrade)

  return {
    async close() {
      options.server.off('upgrade', onUpgrade)
      await closeAll(sockets)
    },
  }
}

function refuseUpgrade(connection: Duplex, status: string): void {
  // a client that has gone already is nobody's fault, and nobody else listens any more
  connection.on('error', () => {})
  connection.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function protocolServer(options: SocketOptions) {
  const prepared = new WeakMap<ExecutionArgs, PreparedSubscribe>()
  const formatAll = (errors: readonly GraphQLError[]) => errors.map(options.formatError)
  return makeServer<ConnectionParams, SocketExtra>({
    connectionInitWaitTimeout: INIT_TIMEOUT_MS,
    onConnect: async (context) => {
      const { socket } = context.extra
      const stop = await options.watch?.(authorizationOf(context), context.extra.request, () =>
        socket.close(CloseCode.Forbidden, ENDED),
      )
      if (!stop) return
      if (socket.readyState === socket.OPEN) socket.once('close', stop)
      else stop()
    },
    onSubscribe: async (context, _id, payload) => {
      const operation = await prepareSubscribe(options, context, payload)
      if (!('args' in operation)) return operation
      prepared.set(operation.args, operation)
      return operation.args
    },
    subscribe: (args) => {
      const operation = prepared.get(args)
      if (!operation) throw new Error('An operation is executed that was not prepared')
      return subscribeAfresh(args, operation.renewContext, operation.ending)
    },
    onNext: (_context, _id, _payload, _args, { errors, ...result }) =>
      errors === undefined ? undefined : { ...result, errors: formatAll(errors) },
    onError: (_context, _id, _payload, errors) => formatAll(errors),
  })
}

/** Clients get a moment to answer the closing handshake; a server that stops does not wait for those that do not. */
async function closeAll(sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.close(1001, 'Going away')
  const impatience = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate()
  }, 1_000)
  await new Promise<void>((resolve) => sockets.close(() => resolve()))
  clearTimeout(impatience)
}
