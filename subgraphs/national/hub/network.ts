import type { MemberEntry } from '@lawang/schema/network'
import type { GovernmentCode } from '@lawang/schema/region'
import { CONTACT_WINDOW, type NetworkView } from './candidates.ts'

/** The members and when each was last heard, on the hub's clock (milliseconds). */
export interface Network {
  readonly members: readonly MemberEntry[]
  member(name: string): MemberEntry | undefined
  memberOf(government: GovernmentCode): string | undefined
  heard(name: string, at: number): void
  lastHeard(name: string): number | undefined
  /** What a decision may ask at `now`, while `asking` is being answered: who asks is in contact. */
  viewAt(now: number, asking: string | undefined): NetworkView
}

/**
 * Contact starts empty: a hub that has just started grants only to members that it has heard itself. `members` name
 * each government at most once; throws an error that names the one that two members claim.
 */
export function createNetwork(members: readonly MemberEntry[]): Network {
  const byName = new Map(members.map((entry) => [entry.name, entry]))
  const hosts = new Map<GovernmentCode, string>()
  for (const { name, governments } of members) {
    for (const government of governments) {
      const other = hosts.get(government)
      if (other) throw new Error(`The registry gives ${government} to two members, ${other} and ${name}.`)
      hosts.set(government, name)
    }
  }
  const contact = new Map<string, number>()
  return {
    members,
    member: (name) => byName.get(name),
    memberOf: (government) => hosts.get(government),
    heard: (name, at) => void contact.set(name, at),
    lastHeard: (name) => contact.get(name),
    viewAt: (now, asking) => ({
      memberOf: (government) => hosts.get(government),
      inContact(government) {
        const name = hosts.get(government)
        if (name === undefined) return false
        return name === asking || now - (contact.get(name) ?? Number.NEGATIVE_INFINITY) < CONTACT_WINDOW
      },
    }),
  }
}
