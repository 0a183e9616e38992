import type { MemberServices } from '../ports.ts'
import type { HubContact } from '../store/exchange-state.ts'

/** The hub answers every few seconds; whoever has not heard it for this long has lost it. */
const LOST_AFTER_MS = 60_000

/**
 * How fresh what this server knows of others' acts is. `since` is when it began to wait for the hub: the time of its
 * start while it has never heard it.
 */
export function freshnessOf(contact: HubContact, since: Date, now: Date): ReturnType<MemberServices['freshness']> {
  const asOf = contact.drainedAt ?? since
  const heardAt = contact.heardAt ?? since
  return now.getTime() - heardAt.getTime() > LOST_AFTER_MS ? { asOf, hubLostSince: heardAt } : { asOf }
}
