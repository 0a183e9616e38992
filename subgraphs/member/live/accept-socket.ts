import { CloseCode, type WebSocket as ProtocolSocket } from 'graphql-ws'
import type { WebSocket } from 'ws'

/** A socket that has not answered a ping when the next one is due is dead. */
const HEARTBEAT_MS = 12_000

type Opened = (code?: number, reason?: string) => Promise<void>

/**
 * Joins one `ws` socket to a graphql-ws protocol server: messages, heartbeat and closing. `send` settles when the frame
 * has left, so that a slow client slows its own event source down instead of filling this process's memory.
 */
export function acceptSocket(
  socket: WebSocket,
  onFault: (error: unknown) => void,
  open: (adapted: ProtocolSocket) => Opened,
): void {
  const fail = (error: unknown): void => {
    onFault(error)
    socket.close(CloseCode.InternalServerError, 'Internal server error')
  }
  const closed = open({
    protocol: socket.protocol,
    send: (text) => sendText(socket, text),
    close: (code, reason) => socket.close(code, reason),
    onMessage: (handle) => {
      socket.on('message', (data) => {
        handle(String(data)).catch(fail)
      })
    },
  })
  const stopHeartbeat = startHeartbeat(socket)
  socket.on('error', onFault)
  socket.once('close', (code, reason) => {
    stopHeartbeat()
    closed(code, String(reason)).catch(onFault)
  })
}

function sendText(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) resolve()
    else socket.send(text, (error) => (error ? reject(error) : resolve()))
  })
}

function startHeartbeat(socket: WebSocket): () => void {
  let answered = true
  socket.on('pong', () => {
    answered = true
  })
  const timer = setInterval(() => {
    if (!answered) return socket.terminate()
    answered = false
    socket.ping()
  }, HEARTBEAT_MS)
  return () => clearInterval(timer)
}
