import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { networkOf } from './client-address.ts'

/** Connections that one network may have open at a time, where nothing else is set. Many phones share one address. */
export const CONNECTIONS = 1_000

/**
 * Closes the connections of a network beyond `most`; 0 sets no limit. Behind proxies of our own all come from these: their
 * connections are not to be counted. Each counts until it has closed, whatever becomes of it: those that say nothing,
 * those that speak slowly, and WebSockets.
 */
export function limitConnections(server: Server, most: number, networkOfSocket: NetworkOfSocket = networkOfPeer): void {
  if (most === 0) return
  const open = new Map<string, number>()
  server.prependListener('connection', (socket: Socket) => {
    const network = networkOfSocket(socket)
    if (network === undefined) return
    const now = (open.get(network) ?? 0) + 1
    if (now > most) {
      socket.destroy()
      return
    }
    open.set(network, now)
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1
      if (left === 0) open.delete(network)
      else open.set(network, left)
    })
  })
}

export type NetworkOfSocket = (socket: Socket) => string | undefined

const networkOfPeer: NetworkOfSocket = ({ remoteAddress = '' }) => networkOf(remoteAddress)
