import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CloseCode, type Server } from 'graphql-ws'
import type { WebSocket } from 'ws'
import { SocketOutlet } from './socket-outlet.ts'
import type { SocketExtra } from './websocket.ts'

export interface AcceptOptions {
  /** A socket that has not answered a ping when the next one is due is dead. */
  readonly heartbeatMs: number
  readonly onFault: (error: unknown) => void
}

/** A client that takes nothing of what waits for it is dead after so many heartbeats; one that does not answer, after one. */
const PATIENCE_BEATS = 5

/**
 * Joins one `ws` socket to the protocol server: messages, heartbeat and closing. `connection` is the stream under the
 * socket. `send` settles when the frame has left: a slow client does not fill this process's memory.
 */
export function acceptSocket(
  socket: WebSocket,
  connection: Duplex,
  request: IncomingMessage,
  protocol: Server<SocketExtra>,
  { heartbeatMs, onFault }: AcceptOptions,
): void {
  const leaving = new AbortController()
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => sendText(socket, text),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) => {
        socket.on('message', (data) => {
          handle(String(data)).catch((error: unknown) => {
            onFault(error)
            socket.close(CloseCode.InternalServerError, 'Internal server error')
          })
        })
      },
    },
    { socket, request, outlet: new SocketOutlet(socket, connection), gone: leaving.signal },
  )
  const stopHeartbeat = startHeartbeat(socket, connection, heartbeatMs)
  // A frame too large or a reset connection is the client's affair: the socket closes by it.
  socket.on('error', () => {})
  socket.once('close', (code, reason) => {
    stopHeartbeat()
    leaving.abort()
    closed(code, String(reason)).catch(onFault)
  })
}

function sendText(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) resolve()
    else socket.send(text, () => resolve())
  })
}

/** A ping that waits behind events which the client has yet to read cannot be answered in time. */
function startHeartbeat(socket: WebSocket, connection: Duplex, intervalMs: number): () => void {
  let unanswered = 0
  socket.on('pong', () => {
    unanswered = 0
  })
  const timer = setInterval(() => {
    if (unanswered >= (connection.writableLength > 0 ? PATIENCE_BEATS : 1)) return socket.terminate()
    unanswered += 1
    socket.ping()
  }, intervalMs)
  return () => clearInterval(timer)
}
