import type { IncomingMessage } from 'node:http'
import { CloseCode, type Server } from 'graphql-ws'
import type { WebSocket } from 'ws'
import type { SocketExtra } from './websocket.ts'

export interface AcceptOptions {
  /** A socket that has not answered a ping when the next one is due is dead. */
  readonly heartbeatMs: number
  readonly onFault: (error: unknown) => void
}

/**
 * Joins one `ws` socket to the protocol server: messages, heartbeat and closing. `send` settles when the frame has
 * left: a slow client holds its own subscription up, whose queue is bounded, and does not fill this process's memory.
 */
export function acceptSocket(
  socket: WebSocket,
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
    { socket, request, gone: leaving.signal },
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
  let answered = true
  socket.on('pong', () => {
    answered = true
  })
  const timer = setInterval(() => {
    if (!answered) return socket.terminate()
    answered = false
    socket.ping()
  }, intervalMs)
  return () => clearInterval(timer)
}
