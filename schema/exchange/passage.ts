import type { GovernmentCode } from '../region.ts'
import type { Chain } from './chain.ts'

/**
 * The way a complaint has come, folded from its chain. It is kept nowhere else: a table of the hub would forget it when
 * the hub is restored, and the breaker with it.
 */
export interface Passage {
  /** Handovers by wish since the last seizure. */
  readonly hops: number
  /** Governments that have held it. */
  readonly held: ReadonlySet<GovernmentCode>
  /** A superior has decided that the holder keeps it. */
  readonly bound: boolean
}

export function passageOf(chain: Chain): Passage {
  let hops = 0
  let bound = false
  const held = new Set<GovernmentCode>()
  for (const { type, by, data } of chain) {
    if (type === 'FILED' || type === 'HANDED_OVER') held.add(by)
    const why = data.why ?? (type === 'HANDED_OVER' ? 'REQUEST' : undefined)
    if (why === 'SEIZURE') {
      hops = 0
      bound = false
    } else if (why === 'REQUEST' || why === 'DECISION') {
      hops += 1
      bound = why === 'DECISION'
    }
  }
  return { hops, held, bound }
}
