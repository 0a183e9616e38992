import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** Which way nothing passes any more. */
export type Cut = 'BOTH' | 'TO_HUB' | 'TO_MEMBER'

/** The line between one member and the hub: a TCP proxy that can lose what is said, one way or both ways. */
export interface Link {
  /** What the member takes for the hub's address. */
  readonly url: string
  /** Says where the hub is; connections that came before are refused. */
  lead(hubUrl: string): void
  /**
   * From now on bytes vanish, as in a network that drops packets: connections stay open, can be made, and say nothing.
   */
  cut(cut: Cut): void
  /** Bytes pass again. Connections that have lost some end, as they would by their own timeouts. */
  heal(): void
  close(): Promise<void>
}

interface Pair {
  readonly member: Socket
  readonly hub: Socket
  spoilt: boolean
}

/** Opens the line on a port of the loopback address. */
export async function openLink(): Promise<Link> {
  const pairs = new Set<Pair>()
  let target: URL | undefined
  let cut: Cut | undefined
  const drops = (way: Cut) => cut === 'BOTH' || cut === way

  const server = createServer((member) => {
    if (!target) return member.destroy()
    const pair: Pair = { member, hub: connect(Number(target.port), target.hostname), spoilt: false }
    pairs.add(pair)
    pass(pair, 'TO_HUB', drops)
    pass(pair, 'TO_MEMBER', drops)
    for (const socket of [pair.member, pair.hub]) {
      socket.on('error', () => undefined)
      socket.once('close', () => {
        end(pair)
        pairs.delete(pair)
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    lead: (hubUrl) => {
      target = new URL(hubUrl)
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
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function pass(pair: Pair, way: Cut, drops: (way: Cut) => boolean): void {
  const [from, to] = way === 'TO_HUB' ? [pair.member, pair.hub] : [pair.hub, pair.member]
  from.on('data', (bytes) => {
    // What follows a lost byte is no longer the stream that was sent: the pair has to end.
    if (drops(way)) pair.spoilt = true
    else if (!pair.spoilt) to.write(bytes)
  })
}

function end({ member, hub }: Pair): void {
  member.destroy()
  hub.destroy()
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
