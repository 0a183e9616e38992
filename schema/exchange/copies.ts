import type { GovernmentCode } from '../region.ts'

/** What the reconciliation asks members for: whether door, holder and register have the same. */

/** What a government's custody row says. */
export type CustodyState = 'HOLDING' | 'OFFERING' | 'RELEASED' | 'CLOSED'

/** The first page, or the one behind a copy. */
export interface CopiesWanted {
  /** Names the reconciliation: pages of an older one are passed over. */
  readonly round: number
  readonly after?: CopyKey
}

/** Copies are in the order of complaint, then government. */
export interface CopyKey {
  readonly complaint: string
  readonly government: GovernmentCode
}

export interface CopiesPage {
  readonly round: number
  readonly rows: readonly CopyRow[]
  /** There are none behind these. */
  readonly last: boolean
}

/** A custody row, as short as can be compared. `tip` is the hash of the last of `length` events, '' when there is none. */
export interface CopyRow extends CopyKey {
  readonly state: CustodyState
  /** The highest epoch that this copy knows of. */
  readonly epoch: number
  readonly length: number
  readonly tip: string
}
