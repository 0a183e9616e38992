import type { GovernmentCode } from './region.ts'
import type { GovernmentTier } from './tier.ts'

/**
 * The registry of members: a JSON file (an array of these) that the gateway and the hub read. `url` is the member's
 * base, without a path: `<url>/graphql` answers GraphQL (HTTP POST, and graphql-transport-ws), `<url>/health` readiness,
 * and the national member's `<url>/exchange` custody.
 */
export interface MemberEntry {
  readonly name: string
  readonly tier: GovernmentTier
  readonly url: string
  /** The governments that it hosts: for them it answers, and no other member does. */
  readonly governments: readonly GovernmentCode[]
  /** Bases of further processes on its database, which stream its subscriptions beside it. */
  readonly streams?: readonly string[]
}
