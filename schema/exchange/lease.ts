import type { Law } from './law.ts'
import { LEASE_CLASSES } from './law.ts'
import type { LeaseClass } from './messages.ts'

/** A moment as a server sees it. */
export interface Now {
  /** Names the boot of the machine: its clock starts anew with each. */
  readonly boot: string
  /** Milliseconds of a clock that only runs forward and counts sleep (CLOCK_BOOTTIME). */
  readonly clock: number
  /** The wall clock, ISO 8601 in UTC: it is written into events and never compared. */
  readonly at: string
}

/**
 * Until when a member may act on what came to it by a grant. One mark per server. It lives outside the database, or a
 * restored backup would bring an old one to life.
 */
export interface LeaseMark {
  readonly boot: string
  readonly until: Readonly<Record<LeaseClass, number>>
}

export const NO_LEASE: LeaseMark = { boot: '', until: { URGENT: 0, NORMAL: 0 } }

/** How much lease is left; nothing after a reboot, because the clock of another boot cannot be compared. */
export function leaseLeft(mark: LeaseMark, leaseClass: LeaseClass, now: Now): number {
  return mark.boot === now.boot ? mark.until[leaseClass] - now.clock : 0
}

/**
 * The mark after an answer whose last row of mail is committed. It counts from the moment the question was sent: the hub
 * counts from the later moment of its answer, so the lease ends here before the hub believes that it has ended.
 */
export function renewLease(
  mark: LeaseMark,
  sent: number,
  classes: readonly LeaseClass[],
  law: Law,
  now: Now,
): LeaseMark {
  const until: Record<LeaseClass, number> = { URGENT: 0, NORMAL: 0 }
  for (const leaseClass of LEASE_CLASSES) {
    const before = now.clock + leaseLeft(mark, leaseClass, now)
    const renewed = classes.includes(leaseClass) ? sent + law.lease[leaseClass] : 0
    until[leaseClass] = Math.max(before, renewed)
  }
  return { boot: now.boot, until }
}
