import { setTimeout as delay } from 'node:timers/promises'
import type { Wakes } from '@lawang/member/store/wakes'
import { type NoWrongDoor, type NoWrongDoorAlert, WATCH_ALERTS } from '../ports.ts'

/**
 * Milliseconds between two looks of those who follow the alerts when nothing is told: what time alone brings is told by
 * nobody, and a nudge can be lost.
 */
export const LOOK_EVERY = 60_000

/** How many of each kind of trouble there are. */
export type Trouble = Readonly<Record<NoWrongDoorAlert['kind'], number>>

export const NO_TROUBLE: Trouble = {
  UNACCOUNTED: 0,
  OVERDUE_OFFER: 0,
  SUSPENDED: 0,
  BROKEN_CHAIN: 0,
  FORKED_HISTORY: 0,
}

export function troubleOf(
  { unaccounted, overdueOffers, suspended }: NoWrongDoor,
  { brokenChains, forkedHistories }: { readonly brokenChains: number; readonly forkedHistories: number },
): Trouble {
  return {
    UNACCOUNTED: unaccounted,
    OVERDUE_OFFER: overdueOffers,
    SUSPENDED: suspended,
    BROKEN_CHAIN: brokenChains,
    FORKED_HISTORY: forkedHistories,
  }
}

/** What has become worse from one look to the next. */
export function worsened(before: Trouble, after: Trouble, at: Date): readonly NoWrongDoorAlert[] {
  return WATCH_ALERTS.filter((kind) => after[kind] > before[kind]).map((kind) => ({ kind, count: after[kind], at }))
}

/** When the followers look: at each nudge, else every so many milliseconds. */
export interface LookTimes {
  readonly wakes: Wakes
  readonly every: number
}

/** Looks again and again, and tells what has become worse; first what is wrong already. */
export async function* followTrouble(
  look: () => Promise<Trouble>,
  { wakes, every }: LookTimes,
  now: () => Date,
  signal: AbortSignal,
): AsyncGenerator<NoWrongDoorAlert, void, void> {
  let known = NO_TROUBLE
  let nudge = new AbortController()
  const end = wakes.onWake(() => nudge.abort())
  try {
    while (!signal.aborted) {
      // What is told while one look is under way leads to the next.
      nudge = new AbortController()
      const seen = await look()
      yield* worsened(known, seen, now())
      known = seen
      await delay(every, undefined, { signal: AbortSignal.any([signal, nudge.signal]) }).catch(() => undefined)
    }
  } finally {
    end()
  }
}
