import type { GovernmentCode } from '../region.ts'
import type { Chain } from './chain.ts'
import type { Law } from './law.ts'
import { type LeaseMark, leaseLeft, type Now } from './lease.ts'
import type { Cursor, Dossier, LeaseClass } from './messages.ts'

/** One complaint as one government has it: a row of the member's database, keyed by (complaint, government). */
export interface Custody {
  readonly complaint: string
  readonly government: GovernmentCode
  readonly door: GovernmentCode
  readonly leaseClass: LeaseClass
  readonly dossier: Dossier
  readonly secretHash?: string
  readonly standing: Standing
  readonly chain: Chain
  /** What is not in the chain: notes, events of an epoch that was superseded, events that a restore cut off. */
  readonly annex: Chain
}

export type Standing = Holding | Offering | Closed | Released

/** Accountable; acts while it may. `wish` is a handover that waits for contact with the hub. */
export interface Holding {
  readonly state: 'HOLDING'
  readonly epoch: number
  readonly wish?: Wish
}

/** Accountable, and must not act: somebody else may be granted it at any moment. */
export interface Offering {
  readonly state: 'OFFERING'
  readonly epoch: number
  readonly request: string
}

/** Accountable; what is closed is seized only when its reporter has done something that the holder does not carry out. */
export interface Closed {
  readonly state: 'CLOSED'
  readonly epoch: number
}

/** Held at `epoch` once (the door: 1), now somebody else's. For the door this is what it shows. */
export interface Released {
  readonly state: 'RELEASED'
  readonly epoch: number
  readonly newEpoch: number
  readonly to: GovernmentCode
}

/** A handover as an officer wants it. */
export interface Wish {
  readonly to: GovernmentCode
  readonly agency?: string
  readonly reason: string
}

/** A member's server: the part of its state that is not about one complaint. */
export interface Member {
  readonly name: string
  /** Counts the restores of its database. */
  readonly incarnation: number
  /** Restored, and not yet told by the hub what it holds: it takes in, and does not act. */
  readonly quarantined: boolean
  /** The highest incarnation of the hub that it has met; 0 before it met any. */
  readonly hubIncarnation: number
  readonly mailCursor: Cursor
}

/**
 * Whether a government may decide, answer, assign, close or hand over. Epoch 1 is the door's own: it needs no hub and no
 * lease, so that a member works on when the country's network is down.
 */
export function mayAct(member: Member, mark: LeaseMark, custody: Custody, now: Now, law: Law): boolean {
  const { standing, leaseClass } = custody
  if (member.quarantined || standing.state !== 'HOLDING') return false
  return standing.epoch === 1 || leaseLeft(mark, leaseClass, now) > law.actMargin
}

/** Whether the government answers for the complaint, able to act or not. */
export function isAccountable({ standing }: Custody): boolean {
  return standing.state !== 'RELEASED'
}

/** The highest epoch that this copy knows to exist, and who has it. */
export function knownCustody({ standing, government }: Custody): { epoch: number; holder: GovernmentCode } {
  return standing.state === 'RELEASED'
    ? { epoch: standing.newEpoch, holder: standing.to }
    : { epoch: standing.epoch, holder: government }
}
