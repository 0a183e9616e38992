import { setTimeout as delay } from 'node:timers/promises'
import type { Wakes } from '../store/wakes.ts'

export interface Loop {
  /** Resolves when the work that is under way has ended. */
  stop(): Promise<void>
}

/** Several loops, which stop together. */
export function loopOf(loops: readonly Loop[]): Loop {
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

export interface LoopOptions {
  readonly work: () => Promise<void>
  /** Milliseconds between the end of one round and the next. */
  readonly every: number
  /** Milliseconds before the first round; 0 unless said. */
  readonly first?: number
  /** Begins the next round at once. */
  readonly wakes?: Wakes
  /** Told once of each fault; undefined when all is well again. */
  readonly report: (fault: unknown) => void
}

/** Does a piece of work again and again. A round that fails is told of, and the next one tries again. */
export function startLoop({ work, every, first = 0, wakes, report }: LoopOptions): Loop {
  const stopping = new AbortController()
  let nudge = new AbortController()
  const end = wakes?.onWake(() => nudge.abort())

  const pause = (milliseconds: number) =>
    delay(milliseconds, undefined, { signal: nudge.signal }).catch(() => undefined)

  async function run(): Promise<void> {
    if (first > 0) await pause(first)
    while (!stopping.signal.aborted) {
      nudge = new AbortController()
      await work().then(() => report(undefined), report)
      await pause(every)
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      nudge.abort()
      end?.()
      await running
    },
  }
}
