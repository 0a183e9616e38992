import type { Page } from '@lawang/member/ports'
import type { Recaps } from '@lawang/member/recaps'
import type { AgencyName, ComplaintStatus } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import type { GovernmentTier } from '@lawang/schema/tier'

/** What the national contract's graph asks of the hub. Refusals are thrown as `Refusal`. */
export interface NationalServices {
  readonly directory: Directory
  readonly recaps: Recaps
  readonly watch: Watch
}

// --- the directory -----------------------------------------------------------------------------

/** A complaint as everybody may know it; confidential ones are not listed. */
export interface ListedComplaint {
  readonly id: string
  readonly title?: string
  readonly status: ComplaintStatus
  readonly filedAt: Date
  /** Up to when the directory knows what the holder has done. */
  readonly asOf: Date
  readonly door: GovernmentCode
  readonly holder: GovernmentCode
  readonly category?: string
  readonly handledBy: AgencyName
}

/** As clients send it: strings not yet checked against anything. */
export interface DirectoryFilter {
  readonly region?: string | null
  readonly status?: readonly ComplaintStatus[] | null
  readonly category?: string | null
  readonly agency?: string | null
  readonly text?: string | null
  readonly filedFrom?: string | null
  readonly filedTo?: string | null
}

export interface Directory {
  /**
   * A page of complaints, newest first. `feedCursor` was taken before the page was read: following the feed from it
   * misses nothing that the page does not show. Refuses UNKNOWN_JURISDICTION, UNKNOWN_CATEGORY, WRONG_ID_KIND,
   * BAD_USER_INPUT, TEXT_TOO_LONG and INVALID_CURSOR.
   */
  search(
    filter: DirectoryFilter,
    page: { readonly first: number; readonly after?: string | null },
  ): Promise<Page<ListedComplaint> & { readonly feedCursor: string }>
}

// --- the watch ---------------------------------------------------------------------------------

export interface MemberState {
  readonly name: string
  readonly tier: GovernmentTier
  readonly regions: readonly GovernmentCode[]
  readonly status: 'UP' | 'DOWN'
  /** `unknown` until the hub has heard the member say it. */
  readonly contractVersion: string
  /** Seconds since the hub last heard of it; absent when it never has. */
  readonly lagSeconds?: number
}

/** Counts of complaints by where custody stands. */
export interface NoWrongDoor {
  readonly filed: number
  readonly held: number
  readonly inTransit: number
  readonly closed: number
  /** Filed and nowhere to be found among the other three: must be 0. */
  readonly unaccounted: number
  /** Handovers that have waited for a receiver longer than they may. */
  readonly overdueOffers: number
  /** Held, but nobody may act at the moment. */
  readonly suspended: number
}

export interface Watch {
  members(): readonly MemberState[]
  noWrongDoor(): Promise<NoWrongDoor>
}
