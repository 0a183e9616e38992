import type {
  ChainEvent,
  EventCopied,
  Grant,
  HandoverRequested,
  Released,
  View,
} from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'

/** The mail that a correct hub writes when it grants a request: to the receiver, the giver and the door. */
export function mailOfGrant(
  requested: HandoverRequested,
  chain: readonly ChainEvent[],
  { door, epoch, changes }: { door: GovernmentCode; epoch: number; changes?: Partial<Grant> },
): { readonly grant: Grant; readonly released: Released; readonly view: View } {
  const { complaint, to, agency, reason, dossier, event } = requested
  return {
    grant: {
      type: 'Grant',
      ...{ complaint, epoch, door, from: event.by, to, agency, why: 'REQUEST', reason, dossier, chain, annex: [] },
      ...changes,
    },
    released: {
      type: 'Released',
      ...{ complaint, government: event.by, epoch: requested.epoch, newEpoch: epoch, to, length: chain.length },
    },
    view: { type: 'View', complaint, government: door, epoch, holder: to },
  }
}

/** The copy of a holder's event that the door gets. */
export function copyToDoor(event: ChainEvent, door: GovernmentCode, canonical = true): EventCopied {
  return { type: 'Event', complaint: event.complaint, government: door, canonical, event }
}
