import type { Law } from '@lawang/schema/exchange/law'
import { type LeaseMark, renewLease } from '@lawang/schema/exchange/lease'
import type { LeaseClass } from '@lawang/schema/exchange/messages'
import type { Lease } from '../use-cases/surroundings.ts'
import type { MachineClock } from './machine-clock.ts'

/** The lease as this process has it. It lives outside the database: a restored backup would bring an old one to life. */
export interface LeaseKeeper extends Lease {
  /** The hub has answered the question of `sent` (this machine's clock) to the mail's end, and that end is committed. */
  renew(sent: number, classes: readonly LeaseClass[]): void
  /** Takes over what the file shows, or ends a lease that a restored database voids. */
  replace(mark: LeaseMark): void
}

export function createLeaseKeeper(clock: MachineClock, law: Law, began: LeaseMark): LeaseKeeper {
  let mark = began
  let heard = Number.NEGATIVE_INFINITY
  const moment = (at: Date) => ({ boot: clock.boot, clock: clock.now(), at: at.toISOString() })
  return {
    mark: () => mark,
    moment,
    inContact: () => clock.now() - heard < law.contactWindow,
    renew(sent, classes) {
      heard = Math.max(heard, sent)
      mark = renewLease(mark, sent, classes, law, { boot: clock.boot, clock: clock.now(), at: '' })
    },
    replace(other) {
      mark = other
    },
  }
}
