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
  /** Up to when the hub has counted. */
  readonly asOf: Date
  readonly total: RecapCounts
  /** Of those in progress or unanswered: in the hands of the region's own governments, and of others. */
  readonly openHere: number
  readonly openElsewhere: number
  /** Of `openHere`: in the hands of the government itself, without those under it. */
  readonly openOwn: number
  /** Most received first; among equals, whose first complaint was filed first. */
  readonly byCategory: readonly (RecapCounts & { readonly category?: string })[]
  /** By the agency that handles them now, in the same order. */
  readonly byAgency: readonly (RecapCounts & { readonly agency: AgencyName })[]
  /**
   * By the government whose door they came to, those without any included: the nation's own door and its provinces, each
   * with all under it; a province's own door and those under it.
   */
  readonly byGovernment: readonly (RecapCounts & { readonly government: GovernmentCode })[]
  /** Confidential complaints that are in the total and in no row, because they are few. */
  readonly withheldByCategory: number
  readonly withheldByAgency: number
}

export interface RecapNews {
  /** The recap as it is, then each time an event has changed it. Refuses as `Recaps.recap`; ends when `signal` aborts. */
  follow(region: string, month: string, signal: AbortSignal): AsyncIterable<Recap>
}

export interface Recaps {
  /**
   * What was received in a month (2026-01) at the doors of a government and of all under it. Refuses
   * UNKNOWN_JURISDICTION, BAD_USER_INPUT and FUTURE_MONTH.
   */
  recap(region: string, month: string): Promise<Recap>
}
