import type { Agent } from 'node:https'
import { EventQueue } from './event-queue.ts'
import { MemberSocket } from './member-socket.ts'
import { type Upstream, UpstreamLost, UpstreamRefused, type UpstreamRequest } from './upstream.ts'

type Headers = Readonly<Record<string, string>>

/** The header fields of an upgrade request to a member's endpoint that say for whom the socket is. */
export type IntroduceSocket = (url: string, authorization: string | undefined) => Headers | Promise<Headers>

/** What opens lines to a member's endpoint, where it has to be certain who is there. */
export type AgentFor = (url: string) => Agent | undefined

/** Members take 100 operations at a time on one socket. */
const SUBSCRIPTIONS_PER_SOCKET = 100
const EVENTS_WAITING = 1_000

/**
 * Carries subscriptions over as few sockets as possible: one for each member and authorization, a further one
 * whenever a hundred subscriptions are on it. A socket without subscriptions is closed.
 */
export function memberSockets(introduce: IntroduceSocket = passOn, agentFor: AgentFor = () => undefined): Upstream {
  const open = new Map<string, Set<MemberSocket>>()
  let isClosed = false

  function socketsOf(key: string): Set<MemberSocket> {
    const sockets = open.get(key) ?? new Set()
    open.set(key, sockets)
    return sockets
  }

  function openSocket(key: string, url: string, headers: Headers): MemberSocket {
    const sockets = socketsOf(key)
    const socket = new MemberSocket({ url: url.replace(/^http/, 'ws'), headers, agent: agentFor(url) }, () => {
      sockets.delete(socket)
      if (sockets.size === 0 && open.get(key) === sockets) open.delete(key)
    })
    sockets.add(socket)
    return socket
  }

  /** Calls `use` with a socket that has room, at once where there is one: it may end as soon as nobody is on it. */
  async function reach({ url, authorization }: UpstreamRequest, use: (socket: MemberSocket) => void): Promise<void> {
    const key = JSON.stringify([url, authorization])
    const free = freeAmong(open.get(key))
    if (free) return use(free)
    const headers = await introduce(url, authorization)
    if (isClosed) throw new Error('The gateway is closing')
    use(freeAmong(open.get(key)) ?? openSocket(key, url, headers))
  }

  return {
    open(request, signal) {
      const queue = new EventQueue<unknown>(EVENTS_WAITING)
      const use = (socket: MemberSocket) => (signal.aborted ? queue.cancel() : carry(socket, request, queue, signal))
      reach(request, use).catch(() => queue.fail(new UpstreamLost('The member could not be asked')))
      return queue
    },
    close() {
      isClosed = true
      for (const sockets of [...open.values()]) for (const socket of [...sockets]) socket.close()
    },
  }
}

function passOn(_url: string, authorization: string | undefined): Headers {
  return authorization === undefined ? {} : { authorization }
}

function freeAmong(sockets: Iterable<MemberSocket> = []): MemberSocket | undefined {
  for (const socket of sockets) if (socket.size < SUBSCRIPTIONS_PER_SOCKET) return socket
  return undefined
}

function carry(socket: MemberSocket, request: UpstreamRequest, queue: EventQueue<unknown>, signal: AbortSignal): void {
  const finish = (last: () => void) => {
    signal.removeEventListener('abort', stop)
    last()
  }
  const leave = socket.subscribe(request, {
    next: (payload) => {
      if (!queue.push(payload)) finish(leave)
    },
    refuse: (errors) => finish(() => queue.fail(new UpstreamRefused(errors))),
    complete: () => finish(() => queue.end()),
    lose: (reason) => finish(() => queue.fail(new UpstreamLost(reason))),
  })
  function stop(): void {
    leave()
    queue.cancel()
  }
  signal.addEventListener('abort', stop, { once: true })
}
