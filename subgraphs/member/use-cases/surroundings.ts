import type { GovernmentCode } from '@lawang/schema/region'
import type { Reference } from '../domain/model.ts'
import type { Database } from '../store/database.ts'

/** What the use cases stand on. Time and randomness come in here, so that decisions stay pure and tests exact. */
export interface Surroundings {
  readonly database: Database
  readonly reference: Reference
  /** The governments hosted here. */
  readonly governments: readonly GovernmentCode[]
  /** 32 bytes from which ids of complaints and cases and the receipts' secrets are derived. */
  readonly doorKey: Uint8Array
  readonly now: () => Date
  /** A new id for an event, unique in the whole country. */
  readonly newEventId: () => string
  /** 16 random bytes, for complaints that bring no idempotency key. */
  readonly randomness: () => Uint8Array
}
