import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CloseCode, type Server } from 'graphql-ws'
import type { WebSocket } from 'ws'
import { SocketOutlet } from './socket-outlet.ts'
import type { SocketExtra } from './websocket.ts'

export interface AcceptOptions {
  /** How often a socket is pinged. */
  readonly heartbeatMs: number
  readonly onFault: (error: unknown) => void
}

/** A client that has not answered so many pings is dead. One that only takes nothing for a while answers late. */
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
  const stopHeartbeat = startHeartbeat(socket, heartbeatMs)
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

function startHeartbeat(socket: WebSocket, intervalMs: number): () => void {
  let unanswered = 0
  socket.on('pong', () => {
    unanswered = 0
  })
  const timer = setInterval(() => {
    if (unanswered === PATIENCE_BEATS) return socket.terminate()
    unanswered += 1
    socket.ping()
  }, intervalMs)
  return () => clearInterval(timer)
}
