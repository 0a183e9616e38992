import type { Law } from '@lawang/schema/exchange/law'
import type { LeaseMark, Now } from '@lawang/schema/exchange/lease'
import type { GovernmentCode } from '@lawang/schema/region'
import type { ObjectProofs } from '@lawang/trust/objects/object-proofs'
import type { Reference } from '../domain/model.ts'
import type { Identities } from '../identity/identities.ts'
import type { Mandates } from '../mandates/standing.ts'
import type { Database } from '../store/database.ts'

/** What the use cases stand on. Time and randomness come in here, so that decisions stay pure and tests exact. */
export interface Surroundings {
  /** This server's name in the registry. */
  readonly name: string
  readonly database: Database
  readonly reference: Reference
  /** The governments hosted here. */
  readonly governments: readonly GovernmentCode[]
  /** Those whose answers need two persons: one drafts, another releases. */
  readonly twoPersons: ReadonlySet<GovernmentCode>
  /** 32 bytes from which ids of complaints and cases and the receipts' secrets are derived. */
  readonly doorKey: Uint8Array
  /** The reporters' identities at the doors hosted here. */
  readonly identities: Identities
  /** By which decrees officers act. */
  readonly mandates: Mandates
  readonly law: Law
  readonly lease: Lease
  readonly now: () => Date
  /** A new id for an event, unique in the whole country. */
  readonly newEventId: () => string
  /** Signs what this server writes, and checks what comes from others. */
  readonly proofs: ObjectProofs
  /** 16 random bytes, for complaints that bring no idempotency key. */
  readonly randomness: () => Uint8Array
}

/** Until when this server may act on what came to it by a grant, and whether the hub is heard. */
export interface Lease {
  mark(): LeaseMark
  /** The moment of a step, with the machine's own clock beside the wall clock's instant. */
  moment(at: Date): Now
  /** Whether the hub has answered within the contact window with all its mail. */
  inContact(): boolean
}
