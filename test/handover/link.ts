import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** Which way nothing passes any more. */
export type Cut = 'BOTH' | 'QUESTIONS' | 'ANSWERS'

/** The line from one who asks to a server: a TCP proxy that can lose what is said, one way or both ways. */
export interface Link {
  /** What the one who asks takes for the server's address. */
  readonly url: string
  /** Says where the server is; connections that came before are refused. */
  lead(serverUrl: string): void
  /**
   * From now on bytes vanish, as in a network that drops packets: connections stay open, can be made, and say nothing.
   */
  cut(cut: Cut): void
  /** Bytes pass again. Connections that have lost some end, as they would by their own timeouts. */
  heal(): void
  close(): Promise<void>
}

interface Pair {
  readonly asking: Socket
  readonly server: Socket
  spoilt: boolean
}

/** Opens the line on a port of the loopback address, or at a path of the file system. */
export async function openLink(path?: string): Promise<Link> {
  const pairs = new Set<Pair>()
  let target: URL | undefined
  let cut: Cut | undefined
  const drops = (way: Cut) => cut === 'BOTH' || cut === way

  const proxy = createServer((asking) => {
    if (!target) return asking.destroy()
    const pair: Pair = { asking, server: connect(Number(target.port), target.hostname), spoilt: false }
    pairs.add(pair)
    pass(pair, 'QUESTIONS', drops)
    pass(pair, 'ANSWERS', drops)
    for (const socket of [pair.asking, pair.server]) {
      socket.on('error', () => undefined)
      socket.once('close', () => {
        end(pair)
        pairs.delete(pair)
      })
    }
  })
  if (path === undefined) proxy.listen(0, '127.0.0.1')
  else proxy.listen(path)
  await once(proxy, 'listening')

  return {
    url: path === undefined ? `http://127.0.0.1:${portOf(proxy)}` : `unix:${path}`,
    lead: (serverUrl) => {
      target = new URL(serverUrl)
    },
    cut: (kind) => {
      cut = kind
    },
    heal: () => {
      cut = undefined
      for (const pair of [...pairs]) if (pair.spoilt) end(pair)
    },
    close: async () => {
      for (const pair of [...pairs]) end(pair)
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}

function pass(pair: Pair, way: Cut, drops: (way: Cut) => boolean): void {
  const [from, to] = way === 'QUESTIONS' ? [pair.asking, pair.server] : [pair.server, pair.asking]
  from.on('data', (bytes) => {
    // What follows a lost byte is no longer the stream that was sent: the pair has to end.
    if (drops(way)) pair.spoilt = true
    else if (!pair.spoilt) to.write(bytes)
  })
}

function end({ asking, server }: Pair): void {
  asking.destroy()
  server.destroy()
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
