import type { GovernmentCode } from '@lawang/schema/region'

/** A person whom a decree names. `subject` is what the identity provider calls them. */
export interface MandateMember {
  readonly subject: string
  readonly name: string
  readonly position: string
  /** Set when this person's right ended before the decree did: a transfer. */
  readonly until?: Date
}

/** Whom a decree names: persons, or in a development network whoever has a token of its issuer. */
export type MandateMembers = readonly MandateMember[] | 'EVERYBODY'

/** A decree under which an agency's officers act. In force from `validFrom` on, until just before `validTo`. */
export interface Mandate {
  readonly id: string
  readonly government: GovernmentCode
  readonly agency: string
  /** As written on the decree, like `issuer`. */
  readonly number: string
  readonly issuer: string
  readonly validFrom: Date
  readonly validTo?: Date
  /** The decree that it took the place of. */
  readonly supersedes?: string
  readonly members: MandateMembers
}

/** From `from` on this agency coordinates the government's complaints, by a decree of that number. */
export interface Secretariat {
  readonly government: GovernmentCode
  readonly agency: string
  readonly number: string
  readonly issuer: string
  readonly from: Date
}

/** As whom, and under which decree, somebody acts at a moment. */
export interface Standing {
  readonly mandate: string
  readonly decree: string
  readonly name: string
  readonly position: string
}
