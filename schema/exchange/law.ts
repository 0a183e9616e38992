import type { LeaseClass } from './messages.ts'

/**
 * The durations of the custody protocol (`PROTOCOL.md`), in milliseconds. They are arguments of every step, so that a
 * simulation can run the same code in a smaller world.
 */
export interface Law {
  /** `d`: how long a member may act after the poll that was answered, by its own clock. */
  readonly lease: Readonly<Record<LeaseClass, number>>
  /** How long one candidate is waited for before the next one's turn, by the hub's clock. */
  readonly candidateTimeout: Readonly<Record<LeaseClass, number>>
  /** A member that was answered this recently is in contact. */
  readonly contactWindow: number
  /** How far any clock may run fast or slow: 0.01 is one percent. */
  readonly drift: number
  /** An act needs this much lease left; its transaction ends well within it. */
  readonly actMargin: number
  /** Voluntary hops after which the common superior receives instead. */
  readonly hopsBeforeSuperior: number
  /** Rows on one page of a Report, and of what ends a quarantine. */
  readonly reportPage: number
}

const HOUR = 3_600_000

export const LAW: Law = {
  lease: { URGENT: 24 * HOUR, NORMAL: 14 * 24 * HOUR },
  candidateTimeout: { URGENT: 2 * HOUR, NORMAL: 48 * HOUR },
  contactWindow: 60_000,
  drift: 0.01,
  actMargin: 60_000,
  hopsBeforeSuperior: 2,
  reportPage: 100,
}

export const LEASE_CLASSES: readonly LeaseClass[] = ['URGENT', 'NORMAL']

/**
 * `W(d)`: how long the hub waits by its own clock until a lease that began at the last contact has surely ended. The
 * member's clock may be the slowest and the hub's the fastest that the drift allows.
 */
export function leaseWait(law: Law, leaseClass: LeaseClass): number {
  return (law.lease[leaseClass] * (1 + law.drift)) / (1 - law.drift)
}

/** Epochs of one incarnation of the hub; more than it can ever mint for one complaint. */
const EPOCHS_PER_INCARNATION = 1_000_000

/**
 * The fencing token of the next custody. A restored hub has forgotten epochs that it minted; a higher incarnation
 * therefore mints above everything that the former ones can have minted.
 */
export function mintEpoch(known: number, hubIncarnation: number): number {
  return Math.max(known + 1, firstEpochOf(hubIncarnation))
}

/** The lowest epoch that an incarnation of the hub mints. What it has minted since is in its register. */
export function firstEpochOf(hubIncarnation: number): number {
  return hubIncarnation * EPOCHS_PER_INCARNATION + 1
}
