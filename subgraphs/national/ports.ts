import type { Page } from '@lawang/member/ports'
import type { RecapNews, Recaps } from '@lawang/member/recaps'
import type { WorkReports } from '@lawang/member/work'
import type { ForkReason } from '@lawang/schema/audit/judge-head'
import type { AgencyName, ComplaintStatus } from '@lawang/schema/exchange/messages'
import type { GovernmentCode, RegionCode } from '@lawang/schema/region'
import type { GovernmentTier } from '@lawang/schema/tier'
import type { Relatives } from './directory/relatives.ts'
import type { Webhooks } from './webhooks/open-webhooks.ts'

/** What the national contract's graph asks of the hub. Refusals are thrown as `Refusal`. */
export interface NationalServices {
  readonly directory: Directory
  readonly recaps: Recaps
  readonly relatives: Relatives
  readonly recapNews: RecapNews
  readonly work: WorkReports
  readonly watch: Watch
  readonly webhooks: Omit<Webhooks, 'close'>
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
  /** The holder is not heard at present: it may have done more since. */
  readonly stale: boolean
  readonly door: GovernmentCode
  readonly holder: GovernmentCode
  readonly category?: string
  readonly location?: RegionCode
  readonly handledBy: AgencyName
}

/** As clients send it: strings not yet checked against anything. */
export interface DirectoryFilter {
  readonly region?: string | null
  readonly status?: readonly ComplaintStatus[] | null
  readonly category?: string | null
  readonly agency?: string | null
  readonly location?: string | null
  readonly near?: string | null
  readonly text?: string | null
  readonly filedFrom?: string | null
  readonly filedTo?: string | null
  readonly ids?: readonly (string | number)[] | null
}

/** How what a search finds is divided, largest first; counted over the newest 10,000 where there are more. */
export interface Facets {
  readonly status: readonly { readonly status: ComplaintStatus; readonly count: number }[]
  readonly category: readonly { readonly category?: string; readonly count: number }[]
  /** By the government that holds them. */
  readonly region: readonly { readonly holder: GovernmentCode; readonly count: number }[]
  /** Everything was counted. */
  readonly isComplete: boolean
}

/** A page of the directory, and what else can be asked of the whole search. */
export interface DirectoryPage extends Page<ListedComplaint> {
  readonly feedCursor: string
  readonly facets: () => Promise<Facets>
}

export interface Directory {
  /**
   * A page of complaints, newest first. `feedCursor` was taken before the page was read: following the feed from it
   * misses nothing that the page does not show. Refuses UNKNOWN_JURISDICTION, UNKNOWN_CATEGORY, UNKNOWN_LOCATION,
   * WRONG_ID_KIND, BAD_USER_INPUT, TEXT_TOO_LONG, PAGE_TOO_LARGE and INVALID_CURSOR.
   */
  search(
    filter: DirectoryFilter,
    page: { readonly first: number; readonly after?: string | null },
  ): Promise<DirectoryPage>
  /**
   * What the directory last knew of a complaint, for when its door does not answer; undefined when it knows nothing.
   * Confidential ones come without their title.
   */
  lastKnown(complaint: string): Promise<ListedComplaint | undefined>
}

// --- the watch ---------------------------------------------------------------------------------

export interface MemberState {
  readonly name: string
  readonly tier: GovernmentTier
  readonly regions: readonly GovernmentCode[]
  readonly status: 'UP' | 'DEGRADED' | 'DOWN' | 'QUARANTINED'
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
  /** Held, but nobody may be able to act at the moment. */
  readonly suspended: number
}

/** The counts of one government: filed and unaccounted at its doors, the rest of what it holds. */
export interface GovernmentCustody extends NoWrongDoor {
  readonly government: GovernmentCode
}

/** A handover that has waited for a receiver longer than it may. */
export interface OverdueOffer {
  readonly complaint: string
  readonly from: GovernmentCode
  readonly to: GovernmentCode
  /** Whose turn it is to take it. */
  readonly waitsFor?: GovernmentCode
  readonly since: Date
}

/** A government that may be unable to act on what it holds: its lease may have ended, or it is in quarantine. */
export interface SuspendedHolder {
  readonly government: GovernmentCode
  readonly complaints: number
  readonly lastHeard?: Date
}

/** Where door, holder and register do not have the same, as the last reconciliation has found. */
export interface BrokenChain {
  readonly complaint: string
  /** Whose copy differs; the hub's own is the nation's. */
  readonly government: GovernmentCode
  readonly fault: ChainFault
  readonly foundAt: Date
}

export const CHAIN_FAULTS = ['CUSTODY_DIFFERS', 'CHAIN_DIFFERS', 'COPY_MISSING', 'HASH_BROKEN'] as const
export type ChainFault = (typeof CHAIN_FAULTS)[number]

/** A member that has signed two histories of its audit log; both heads are kept. */
export interface ForkedHistory {
  readonly member: string
  readonly reason: ForkReason
  /** Leaves of the log by either head. */
  readonly size: number
  readonly otherSize: number
  readonly foundAt: Date
}

export const WATCH_ALERTS = ['UNACCOUNTED', 'OVERDUE_OFFER', 'SUSPENDED', 'BROKEN_CHAIN', 'FORKED_HISTORY'] as const

/** Something is wrong that was not before, or more of it than before. */
export interface NoWrongDoorAlert {
  readonly kind: (typeof WATCH_ALERTS)[number]
  readonly count: number
  readonly at: Date
}

export interface Watch {
  members(): Promise<readonly MemberState[]>
  noWrongDoor(): Promise<NoWrongDoor>
  byGovernment(): Promise<readonly GovernmentCustody[]>
  /** Longest first. */
  overdueOffers(first: number): Promise<readonly OverdueOffer[]>
  suspendedHolders(): Promise<readonly SuspendedHolder[]>
  /** Newest first. */
  brokenChains(first: number): Promise<readonly BrokenChain[]>
  /** Newest first. */
  forkedHistories(first: number): Promise<readonly ForkedHistory[]>
  /** When the last reconciliation ended; undefined before the first. */
  reconciledAt(): Promise<Date | undefined>
  /** What is wrong now, then whatever becomes worse. Ends when `signal` aborts. */
  alerts(signal: AbortSignal): AsyncIterable<NoWrongDoorAlert>
}
