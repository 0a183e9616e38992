import { verifyChain } from '@lawang/member/domain/chain'
import type { ChainEvent, Dossier } from '@lawang/schema/exchange/messages'
import { EVENT_TYPES } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'

/**
 * What the hub knows of one complaint: who holds it at which epoch, its copy of the chain, and the annex. The commit of
 * this row is what moves custody; everything else (mail, directory, feed) follows from it in the same transaction.
 */
export interface Register {
  readonly complaint: string
  readonly door: GovernmentCode
  readonly holder: GovernmentCode
  readonly epoch: number
  readonly standing: Standing
  /** Canonical events in order: what the hub has read of each holder at its epoch. */
  readonly chain: readonly ChainEvent[]
  readonly annex: readonly ChainEvent[]
  /** SHA-256 (hex) of the receipt's secret. */
  readonly secretHash: string
}

/** Where custody stands. OFFERED and GRANTED are in transit: nobody may act until the receiver has taken it. */
export type Standing =
  | { readonly state: 'HELD' }
  | { readonly state: 'OFFERED'; readonly request: HandoverRequest }
  | { readonly state: 'GRANTED' }
  | { readonly state: 'CLOSED' }

/** A handover that waits for a receiver. `candidate` is the government whose turn it is. */
export interface HandoverRequest {
  readonly id: string
  readonly complaint: string
  readonly giver: GovernmentCode
  readonly epoch: number
  readonly to: GovernmentCode
  readonly agency?: string
  readonly reason: string
  readonly dossier: Dossier
  readonly openedAt: Date
  readonly candidate: GovernmentCode
}

export type RequestOutcome = 'OPEN' | 'GRANTED' | 'WITHDRAWN' | 'NOBODY_REACHABLE'

const PUBLIC_TYPES: ReadonlySet<string> = new Set(EVENT_TYPES)

/** Whether the public journey shows an event. */
export function isPublic(event: ChainEvent): boolean {
  return PUBLIC_TYPES.has(event.type)
}

/** Whether the hub has an event already, in the chain or beside it. */
export function knows(register: Register, event: ChainEvent): boolean {
  return register.chain[event.seq]?.id === event.id || register.annex.some((known) => known.id === event.id)
}

/** Whether an event is the next of the register's holder at the register's epoch, unbroken. */
export function isNext(register: Register, event: ChainEvent): boolean {
  const own = event.by === register.holder && event.epoch === register.epoch
  return own && verifyChain([event], register.chain.at(-1)).intact
}
