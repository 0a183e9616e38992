import type { RoundResult } from './round.ts'

export interface ExchangeLoop {
  /** Ends the loop; resolves when the round that is under way has ended. */
  stop(): Promise<void>
}

export interface ExchangeLoopOptions {
  readonly round: (signal: AbortSignal) => Promise<RoundResult>
  /** Registers the loop's wake-up with whoever has news: the own log, the hub. Returns what ends it. */
  readonly onNews: (wake: () => void) => () => void
  /** The hub tells something: it is there again, whatever the pause after failures. */
  readonly onHub: (wake: () => void) => () => void
  /** Told of every round's contact. */
  readonly heard: (result: RoundResult) => void
  /** Told once of each fault, again when it changes; undefined when all is well again. */
  readonly report: (fault: unknown) => void
  /** A number from 0 to 1, so that members do not all come back at the same moment. */
  readonly random: () => number
  /** Resolves after so many milliseconds, or when the signal aborts. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** Resolves after so many milliseconds. */
  readonly rest: (milliseconds: number) => Promise<void>
  /** Milliseconds that only run forward. */
  readonly uptime: () => number
}

/** Without a reason of our own every nudge would make an error, with the trace of the place where it was made. */
const NEWS = 'news'
/** A round at least this often keeps the member in contact, whoever fails to wake it. */
const IDLE_MS = 5_000
/**
 * News after a silence is sent at once; what comes while a round is under way goes together in the next one, because a round
 * costs the same for one complaint as for many, here, at the hub and in three databases. A round takes the longer the more
 * there is to do, so that the more goes together. It is followed by a rest of a part of itself, in which the server does
 * what else there is to do: a longer one keeps complaints waiting and saves next to nothing. Rounds begin at least so many
 * milliseconds apart,
 */
const APART_MS = 5
const REST_SHARE = 0.25
/** and rest at most so many. */
const LONGEST_REST_MS = 50
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/** Exchanges with the hub for as long as the process runs: at once when there is news, else every few seconds. */
export function startExchangeLoop(options: ExchangeLoopOptions): ExchangeLoop {
  const stopping = new AbortController()
  let nudge = new AbortController()
  let failures = 0

  const ends = [
    // After a failure only the hub itself shortens the pause: own news would knock at a door that stays shut.
    options.onNews(() => {
      if (failures === 0) nudge.abort(NEWS)
    }),
    options.onHub(() => nudge.abort(NEWS)),
  ]

  const pause = (milliseconds: number) => options.pause(milliseconds, nudge.signal)

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      // News that comes while a round is under way leads to the next one.
      nudge = new AbortController()
      const began = options.uptime()
      try {
        const result = await options.round(stopping.signal)
        if (failures > 0) options.report(undefined)
        failures = 0
        options.heard(result)
        if (result.more) continue
        await options.rest(restAfter(options.uptime() - began))
        await pause(IDLE_MS)
      } catch (fault) {
        if (stopping.signal.aborted) return
        failures += 1
        options.report(fault)
        await pause(backOff(failures, options.random()))
      }
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      nudge.abort()
      for (const end of ends) end()
      await running
    },
  }
}

function restAfter(took: number): number {
  return Math.max(APART_MS - took, Math.min(took * REST_SHARE, LONGEST_REST_MS))
}

/** Twice as long after each failure, up to a limit; between half and all of it. */
function backOff(failures: number, random: number): number {
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS)
  return longest * (0.5 + random / 2)
}
