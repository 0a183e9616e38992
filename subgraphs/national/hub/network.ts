import type { MemberEntry } from '@lawang/schema/network'
import type { GovernmentCode } from '@lawang/schema/region'
import { hostsOf } from '@lawang/schema/registry'
import { CONTACT_WINDOW, type NetworkView } from './candidates.ts'

/** What an exchange tells of the member that asked. */
export interface Contact {
  readonly at: number
  /** Its log had been read to the end before. */
  readonly hadNothingToTell: boolean
  readonly contractVersion?: string
}

/** The members, and when each was last heard, on the hub's clock (milliseconds). */
export interface Network {
  readonly members: readonly MemberEntry[]
  member(name: string): MemberEntry | undefined
  memberOf(government: GovernmentCode): string | undefined
  heard(name: string, exchange: Contact): void
  /** Undefined for a member that was never heard. */
  lastHeard(name: string): number | undefined
  /** Up to when the hub certainly knows what a member's governments have done; undefined when nothing says so. */
  knownUntil(name: string): number | undefined
  /** As the member last said; undefined until it is heard. */
  contractVersion(name: string): string | undefined
  isInContact(name: string, now: number): boolean
  /** What a decision may ask at `now`, while `asking` is being answered: who asks is in contact. */
  viewAt(now: number, asking: string | undefined): NetworkView
}

/**
 * Contact starts empty: a hub that has just started grants only to members that it has heard itself. `remembered` is
 * when members were heard before that. Throws an error that names a government which two members claim.
 */
export function createNetwork(
  members: readonly MemberEntry[],
  remembered: ReadonlyMap<string, number> = new Map(),
): Network {
  const byName = new Map(members.map((entry) => [entry.name, entry]))
  const hosts = hostsOf(members)
  const contact = new Map<string, number>()
  const known = new Map<string, number>()
  const versions = new Map<string, string>()
  const isInContact = (name: string, now: number) => {
    const at = contact.get(name)
    return at !== undefined && now - at < CONTACT_WINDOW
  }
  return {
    members,
    member: (name) => byName.get(name),
    memberOf: (government) => hosts.get(government),
    heard(name, { at, hadNothingToTell, contractVersion }) {
      contact.set(name, at)
      if (hadNothingToTell) known.set(name, at)
      if (contractVersion !== undefined) versions.set(name, contractVersion)
    },
    lastHeard: (name) => contact.get(name) ?? remembered.get(name),
    knownUntil: (name) => known.get(name),
    contractVersion: (name) => versions.get(name),
    isInContact,
    viewAt: (now, asking) => ({
      memberOf: (government) => hosts.get(government),
      inContact(government) {
        const name = hosts.get(government)
        return name !== undefined && (name === asking || isInContact(name, now))
      },
    }),
  }
}
