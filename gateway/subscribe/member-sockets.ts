import { EventQueue } from './event-queue.ts'
import { MemberSocket } from './member-socket.ts'
import { type Upstream, UpstreamLost, UpstreamRefused, type UpstreamRequest } from './upstream.ts'

/** Members take 100 operations at a time on one socket. */
const SUBSCRIPTIONS_PER_SOCKET = 100
const EVENTS_WAITING = 1_000

/**
 * Carries subscriptions over as few sockets as possible: one for each member and authorization, a further one
 * whenever a hundred subscriptions are on it. A socket without subscriptions is closed.
 */
export function memberSockets(): Upstream {
  const open = new Map<string, Set<MemberSocket>>()

  function socketFor({ url, authorization }: UpstreamRequest): MemberSocket {
    const key = JSON.stringify([url, authorization])
    const sockets = open.get(key) ?? new Set()
    open.set(key, sockets)
    for (const socket of sockets) if (socket.size < SUBSCRIPTIONS_PER_SOCKET) return socket
    const socket = new MemberSocket(url.replace(/^http/, 'ws'), authorization, () => {
      sockets.delete(socket)
      if (sockets.size === 0 && open.get(key) === sockets) open.delete(key)
    })
    sockets.add(socket)
    return socket
  }

  return {
    open(request, signal) {
      const queue = new EventQueue<unknown>(EVENTS_WAITING)
      if (signal.aborted) queue.cancel()
      else carry(socketFor(request), request, queue, signal)
      return queue
    },
    close() {
      for (const sockets of [...open.values()]) for (const socket of [...sockets]) socket.close()
    },
  }
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
