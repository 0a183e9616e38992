import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Follows a server's connections. What it returns closes those on which no request is under way: browsers and load
 * balancers open connections ahead, and such a one would hold the server's stop until it has timed out.
 */
export function followConnections(server: Server): () => void {
  const underWay = new Map<Socket, number>()
  let isStopping = false
  const closeWhenIdle = (socket: Socket) => {
    if (isStopping && underWay.get(socket) === 0) socket.destroySoon()
  }
  server.on('connection', (socket) => {
    if (isStopping) return socket.destroy()
    underWay.set(socket, 0)
    socket.once('close', () => underWay.delete(socket))
  })
  // a connection that was upgraded is a WebSocket's: it is closed by its own protocol
  server.on('upgrade', ({ socket }) => underWay.delete(socket))
  server.on('request', ({ socket }, response) => {
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1)
    response.once('close', () => {
      const left = underWay.get(socket)
      if (left === undefined) return
      underWay.set(socket, left - 1)
      closeWhenIdle(socket)
    })
  })
  return () => {
    isStopping = true
    for (const socket of underWay.keys()) closeWhenIdle(socket)
  }
}
