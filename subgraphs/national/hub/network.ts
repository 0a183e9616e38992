import type { Cursor } from '@lawang/schema/exchange/messages'
import type { MemberEntry } from '@lawang/schema/network'
import type { GovernmentCode } from '@lawang/schema/region'
import { hostsOf } from '@lawang/schema/registry'

/** A member that has exchanged this recently (milliseconds) is shown as up. */
const CONTACT_WINDOW = 60_000

/** What an exchange tells of the member that asked. */
export interface Heard {
  /** By the wall clock. */
  readonly at: Date
  /** Its log had been read to the end before. */
  readonly hadNothingToTell: boolean
  /** How far it had read its mail before. */
  readonly mailCursor: Cursor
  readonly contractVersion?: string
}

/** The members of the registry, and what people are told of them. No decision on custody rests on the wall clock here. */
export interface Network {
  readonly members: readonly MemberEntry[]
  /** By government: the member that hosts it. */
  readonly hosts: ReadonlyMap<GovernmentCode, string>
  member(name: string): MemberEntry | undefined
  memberOf(government: GovernmentCode): string | undefined
  heard(name: string, exchange: Heard): void
  /** In milliseconds; undefined for a member that was never heard. */
  lastHeard(name: string): number | undefined
  /** Up to when the hub certainly knows what a member's governments have done; undefined when nothing says so. */
  knownUntil(name: string): number | undefined
  /** How far members have read their mail, by name, of those that this process has heard. */
  readonly mailCursors: ReadonlyMap<string, Cursor>
  /** As the member last said; undefined until it is heard. */
  contractVersion(name: string): string | undefined
  /** Heard by this process within the last minute. */
  isInContact(name: string, now: Date): boolean
}

/** `remembered` is when members were heard before this process. Throws an error that names a government which two claim. */
export function createNetwork(
  members: readonly MemberEntry[],
  remembered: ReadonlyMap<string, number> = new Map(),
): Network {
  const byName = new Map(members.map((entry) => [entry.name, entry]))
  const hosts = hostsOf(members)
  const contact = new Map<string, number>()
  const known = new Map<string, number>()
  const mailCursors = new Map<string, Cursor>()
  const versions = new Map<string, string>()
  return {
    members,
    hosts,
    mailCursors,
    member: (name) => byName.get(name),
    memberOf: (government) => hosts.get(government),
    heard(name, { at, hadNothingToTell, mailCursor, contractVersion }) {
      contact.set(name, at.getTime())
      mailCursors.set(name, mailCursor)
      if (hadNothingToTell) known.set(name, at.getTime())
      if (contractVersion !== undefined) versions.set(name, contractVersion)
    },
    lastHeard: (name) => contact.get(name) ?? remembered.get(name),
    knownUntil: (name) => known.get(name),
    contractVersion: (name) => versions.get(name),
    isInContact(name, now) {
      const at = contact.get(name)
      return at !== undefined && now.getTime() - at < CONTACT_WINDOW
    },
  }
}
