import type { AgencyName } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'

/** How many complaints a month brought, by what has become of them; the three parts add up to `received`. */
export interface RecapCounts {
  readonly received: number
  readonly answered: number
  readonly inProgress: number
  readonly unanswered: number
}

export interface Recap {
  readonly region: GovernmentCode
  readonly month: string
  readonly total: RecapCounts
  /** Most received first; among equals, whose first complaint was filed first. */
  readonly byCategory: readonly (RecapCounts & { readonly category?: string })[]
  /** By the agency that handles them now, in the same order. */
  readonly byAgency: readonly (RecapCounts & { readonly agency: AgencyName })[]
  /** Confidential complaints that are in the total and in no row, because they are few. */
  readonly withheldByCategory: number
  readonly withheldByAgency: number
}

export interface Recaps {
  /**
   * What was received in a month (2026-01) at the doors of a government and of all under it. Refuses
   * UNKNOWN_JURISDICTION, BAD_USER_INPUT and FUTURE_MONTH.
   */
  recap(region: string, month: string): Promise<Recap>
}
