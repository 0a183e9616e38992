import { type Upstream, UpstreamLost, UpstreamOverrun } from './upstream.ts'

/** Which processes that stream are down: subscriptions are given to the others until they are back. */
export interface StreamingTurns {
  /** Whether the process at this endpoint has lost a subscription and not been found ready since. */
  isDown(url: string): boolean
  /** The same upstream; whose subscriptions it loses shows which processes are down. */
  watching(upstream: Upstream): Upstream
}

export interface StreamingTurnsOptions {
  /** Whether the process at an endpoint is ready. */
  readonly isReady: (url: string) => Promise<boolean>
  /** A clock in milliseconds. */
  readonly now: () => number
}

const LOOKED_AT_EVERY_MS = 1_000
const PATIENCE_MS = 2_000

/**
 * A process that lost a subscription is looked at again when the next subscription asks for its turn, at most every
 * second: a broken connection of one that is well leaves it out for a moment only, and nobody looks at one that is gone
 * for good.
 */
export function createStreamingTurns({ isReady, now }: StreamingTurnsOptions): StreamingTurns {
  /** When each was looked at last. */
  const down = new Map<string, number>()
  const look = async (url: string) => {
    down.set(url, now())
    if (await isReady(url).catch(() => false)) down.delete(url)
  }
  return {
    isDown(url) {
      const lookedAt = down.get(url)
      if (lookedAt === undefined) return false
      if (now() - lookedAt >= LOOKED_AT_EVERY_MS) void look(url)
      return true
    },
    watching: (upstream) => ({
      open: (request, signal) => watched(upstream.open(request, signal), () => void look(request.url)),
      close: () => upstream.close(),
    }),
  }
}

/** Who takes events too slowly shows nothing of the process that sends them. */
async function* watched(events: AsyncIterable<unknown>, onLost: () => void): AsyncGenerator<unknown, void, void> {
  try {
    yield* events
  } catch (error) {
    if (error instanceof UpstreamLost && !(error instanceof UpstreamOverrun)) onLost()
    throw error
  }
}

/** Asks `/health` beside a GraphQL endpoint. */
export async function isHealthy(url: string): Promise<boolean> {
  const response = await fetch(new URL('/health', url), { signal: AbortSignal.timeout(PATIENCE_MS) })
  await response.body?.cancel()
  return response.ok
}
