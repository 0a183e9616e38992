import type { MemberEntry } from '@lawang/schema/network'
import type { GovernmentCode } from '@lawang/schema/region'
import { CONTACT_WINDOW, type NetworkView } from './candidates.ts'

/** The members, and when each was last heard, on the hub's clock (milliseconds). */
export interface Network {
  readonly members: readonly MemberEntry[]
  member(name: string): MemberEntry | undefined
  memberOf(government: GovernmentCode): string | undefined
  /** A member has exchanged. `hadNothingToTell`: its log was read to the end before. */
  heard(name: string, at: number, hadNothingToTell: boolean): void
  /** Undefined for a member that was never heard. */
  lastHeard(name: string): number | undefined
  /** Up to when the hub certainly knows what a member's governments have done; undefined when nothing says so. */
  knownUntil(name: string): number | undefined
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
  const isInContact = (name: string, now: number) => {
    const at = contact.get(name)
    return at !== undefined && now - at < CONTACT_WINDOW
  }
  return {
    members,
    member: (name) => byName.get(name),
    memberOf: (government) => hosts.get(government),
    heard(name, at, hadNothingToTell) {
      contact.set(name, at)
      if (hadNothingToTell) known.set(name, at)
    },
    lastHeard: (name) => contact.get(name) ?? remembered.get(name),
    knownUntil: (name) => known.get(name),
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

function hostsOf(members: readonly MemberEntry[]): ReadonlyMap<GovernmentCode, string> {
  const hosts = new Map<GovernmentCode, string>()
  for (const { name, governments } of members) {
    for (const government of governments) {
      const other = hosts.get(government)
      if (other) throw new Error(`The registry gives ${government} to two members, ${other} and ${name}.`)
      hosts.set(government, name)
    }
  }
  return hosts
}
