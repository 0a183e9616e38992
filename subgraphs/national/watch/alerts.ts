import { setTimeout as delay } from 'node:timers/promises'
import type { NoWrongDoor, NoWrongDoorAlert } from '../ports.ts'

/** Milliseconds between two looks of those who follow the alerts. */
export const LOOK_EVERY = 10_000

/** How many of each kind of trouble there are. */
export type Trouble = Readonly<Record<NoWrongDoorAlert['kind'], number>>

export const NO_TROUBLE: Trouble = { UNACCOUNTED: 0, OVERDUE_OFFER: 0, SUSPENDED: 0, BROKEN_CHAIN: 0 }

export function troubleOf({ unaccounted, overdueOffers, suspended }: NoWrongDoor, brokenChains: number): Trouble {
  return {
    UNACCOUNTED: unaccounted,
    OVERDUE_OFFER: overdueOffers,
    SUSPENDED: suspended,
    BROKEN_CHAIN: brokenChains,
  }
}

/** What has become worse from one look to the next. */
export function worsened(before: Trouble, after: Trouble, at: Date): readonly NoWrongDoorAlert[] {
  const kinds: readonly NoWrongDoorAlert['kind'][] = ['UNACCOUNTED', 'OVERDUE_OFFER', 'SUSPENDED', 'BROKEN_CHAIN']
  return kinds.filter((kind) => after[kind] > before[kind]).map((kind) => ({ kind, count: after[kind], at }))
}

/** Looks every so many milliseconds, and tells what has become worse; first what is wrong already. */
export async function* followTrouble(
  look: () => Promise<Trouble>,
  every: number,
  now: () => Date,
  signal: AbortSignal,
): AsyncGenerator<NoWrongDoorAlert, void, void> {
  let known = NO_TROUBLE
  while (!signal.aborted) {
    const seen = await look()
    yield* worsened(known, seen, now())
    known = seen
    await delay(every, undefined, { signal }).catch(() => undefined)
  }
}
