import type { SilentGovernment } from '@lawang/schema/exchange/exchange-messages'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Freshness } from '../ports.ts'
import type { HubContact } from '../store/exchange-state.ts'

/** The hub answers every few seconds; whoever has not heard it for this long has lost it. */
const LOST_AFTER_MS = 60_000

/** What this server has heard of others: by the hub alone. */
export interface Heard {
  readonly contact: Omit<HubContact, 'logCursor'>
  readonly silent: readonly SilentGovernment[]
  /** When it began to wait for the hub: the time of its start while it has never heard it. */
  readonly since: Date
}

/**
 * How fresh what this server knows of a holder's acts is. A holder that the hub does not hear is known up to its
 * silence, and nobody is known beyond the hub's own.
 */
export function freshnessOf({ contact, silent, since }: Heard, holder: GovernmentCode, now: Date): Freshness {
  const drainedAt = contact.drainedAt ?? since
  const heardAt = contact.heardAt ?? since
  const silence = silent.find(({ government }) => government === holder)
  const silentSince = silence && new Date(silence.since)
  const lostSince = now.getTime() - heardAt.getTime() > LOST_AFTER_MS ? heardAt : undefined
  const asOf = silentSince && silentSince < drainedAt ? silentSince : drainedAt
  const unreachableSince = silentSince ?? lostSince
  return unreachableSince ? { asOf, unreachableSince } : { asOf }
}
