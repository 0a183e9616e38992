import type { ChainEventType, LeaseClass } from '@lawang/schema/exchange/messages'
import type { ReporterAct } from '@lawang/schema/exchange/reporter-act'
import type { GovernmentCode } from '@lawang/schema/region'

/**
 * One world, whole: the same scenario always runs the same way. Randomness is drawn per thing from the seed and the
 * thing's own name, so that an entry of the script can be left out without changing what the others do.
 */
export interface Scenario {
  readonly seed: number
  readonly members: number
  /** When faults and work end, in milliseconds; then everything heals and must come to rest. */
  readonly end: number
  /** How far clocks run fast or slow. */
  readonly drift: number
  readonly network: NetworkHabits
  /** The hub also sends mail without being asked. */
  readonly pushes?: boolean
  readonly script: readonly Entry[]
}

/** How often a message is lost or comes twice, and how long it may take. */
export interface NetworkHabits {
  readonly drop: number
  readonly duplicate: number
  /** How often a message is slow, and how slow at most (milliseconds); others take up to `usual`. */
  readonly slow: number
  readonly slowest: number
  readonly usual: number
}

/** A server: a member's index in the topology, or the hub, which shares the database of the national member (0). */
export type Server = number | 'HUB'

export type Entry = { readonly at: number } & (
  | { readonly do: 'FILE'; readonly door: GovernmentCode; readonly key: string; readonly leaseClass: LeaseClass }
  /** The door hands over what was filed with this key, when it may. */
  | { readonly do: 'HAND_OVER'; readonly door: GovernmentCode; readonly key: string; readonly to: GovernmentCode }
  /** Whoever may act on what was filed with this key does so, or hands it over. */
  | { readonly do: 'ACT_ON'; readonly key: string; readonly event: ChainEventType }
  | { readonly do: 'HAND_ON'; readonly key: string; readonly to: GovernmentCode }
  /** Who has filed this here does something about it. */
  | { readonly do: 'REPORTER'; readonly door: GovernmentCode; readonly key: string; readonly act: ReporterAct }
  | { readonly do: 'WORK'; readonly server: number; readonly seed: number }
  /** `reboot`: the machine's clock starts anew. */
  | { readonly do: 'CRASH'; readonly server: Server; readonly lasts: number; readonly reboot: boolean }
  /** Crashes at a point that is still to come: before or after the commit, or the send, with this number from now. */
  | { readonly do: 'TRAP'; readonly server: Server; readonly point: number; readonly lasts: number }
  | { readonly do: 'CUT'; readonly server: number; readonly way: 'UP' | 'DOWN' | 'BOTH'; readonly lasts: number }
  | { readonly do: 'BACKUP'; readonly server: Server }
  /** Takes away all of its log, or of its members' mail, that the other side is known to have read. */
  | { readonly do: 'PRUNE'; readonly server: Server }
  | { readonly do: 'RESTORE'; readonly server: Server; readonly seed: number; readonly losesFile: boolean }
  /** The machine never comes back. */
  | { readonly do: 'DIE'; readonly server: number }
)
