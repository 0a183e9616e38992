import type { GovernmentCode } from '@lawang/schema/region'
import { superiors } from '@lawang/schema/region'

/** What a decision may ask about the members of the network. */
export interface NetworkView {
  /** The member that hosts a government; undefined for a government that is not connected. */
  memberOf(government: GovernmentCode): string | undefined
  /** Whether the member that hosts a government is being heard: it has exchanged within the last minute. */
  inContact(government: GovernmentCode): boolean
}

/** A member that has exchanged this recently (milliseconds) is in contact: it can be granted custody. */
export const CONTACT_WINDOW = 60_000

/**
 * Who may receive what `giver` hands to `to`: that government, then the ones above it, nearest first, without the
 * giver. Governments that no member hosts are passed over, or the complaint would wait for nobody.
 */
export function candidatesFor(
  giver: GovernmentCode,
  to: GovernmentCode,
  network: NetworkView,
): readonly GovernmentCode[] {
  return [to, ...superiors(to)].filter((code) => code !== giver && network.memberOf(code) !== undefined)
}
