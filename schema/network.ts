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
  /** How it proves who it is; every member of a signed registry has it. */
  readonly identity?: ServerIdentity
}

/** What a server proves itself with. Two keys are in force while one takes the place of the other. */
export interface ServerIdentity {
  /** Its Ed25519 public keys: 32 bytes each in base64url. */
  readonly keys: readonly string[]
  /**
   * Pins of its TLS certificates: SHA-256 of the public key (SubjectPublicKeyInfo) in base64url. A certificate that it has
   * signed itself with one of `keys` needs none.
   */
  readonly certificates?: readonly string[]
}

/** A gateway that members answer as one. */
export interface GatewayEntry {
  readonly name: string
  readonly identity: ServerIdentity
  /** The roles that it may say somebody has; all, where it is left out. */
  readonly mayAssert?: readonly string[]
}

/** A key that signed for governments until a moment: it proves what was signed before, and nothing after. */
export interface RetiredKey {
  readonly key: string
  readonly governments: readonly GovernmentCode[]
  /** ISO 8601 in UTC. */
  readonly until: string
}

/** The registry that an operator signs. A file with a plain array of members is one too, without proof of anything. */
export interface Registry {
  /** Grows with every version: an older one is not taken after a newer. */
  readonly sequence: number
  /** What it is for: production does not start with a registry of the development network. */
  readonly environment: 'production' | 'development'
  readonly members: readonly MemberEntry[]
  readonly gateways: readonly GatewayEntry[]
  readonly retired: readonly RetiredKey[]
}
