import type { GovernmentCode } from '@lawang/schema/region'

/** A receipt that a client was given: from then on the complaint may never be lost. */
export interface Receipt {
  readonly complaint: string
  readonly door: GovernmentCode
}

/** A handover that an officer was told is under way. */
export interface AcceptedHandover {
  readonly complaint: string
  readonly from: GovernmentCode
}

/** What clients were promised, and what they were refused without a cause that the test gave. */
export interface Ledger {
  readonly receipts: Receipt[]
  readonly handovers: AcceptedHandover[]
  /** Filings that were refused, or not answered, although gateway, door and database ran. One sentence each. */
  readonly refusedIntake: string[]
  /** Handovers of which nobody knows whether they were accepted. */
  uncertain: number
  /** Attempts at filing that a killed part made vain; each was repeated with the same key. */
  retries: number
  /** Handovers that the competence rules began by themselves, in the transaction of the filing. */
  begunByFiling: number
}

export function emptyLedger(): Ledger {
  return { receipts: [], handovers: [], refusedIntake: [], uncertain: 0, retries: 0, begunByFiling: 0 }
}

/** Handovers that are under way or done, as far as clients know. */
export function handoversBegun(ledger: Ledger): number {
  return ledger.begunByFiling + ledger.handovers.length
}
