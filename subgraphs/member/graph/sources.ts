import type { AgencyName, ComplaintStatus } from '@lawang/schema/exchange/messages'
import type { GovernmentCode, RegionCode } from '@lawang/schema/region'
import type { Agency, CaseRecord, CaseSummary, ComplaintRecord } from '../domain/model.ts'
import type { FeedEvent, Page } from '../ports.ts'

/**
 * What stands behind the graph's objects. The same type is reached on several paths with different knowledge: the
 * record itself, a copy that another record carries, or nothing but the id. Fields beyond the copy are loaded where
 * this server hosts the government, and refused where it does not.
 */

/**
 * `secretMatches`: the asker has shown the receipt's secret. `filed` is set where fileComplaint answers: `isNew` tells a
 * complaint that was stored just now from one that a retry has found.
 */
export type ComplaintSource =
  | {
      readonly from: 'door'
      readonly id: string
      readonly record: ComplaintRecord
      readonly secretMatches: boolean
      readonly filed?: { readonly secret: string; readonly isNew: boolean }
    }
  | { readonly from: 'case'; readonly id: string; readonly record: CaseRecord }
  | {
      readonly from: 'copy'
      readonly id: string
      readonly title?: string
      readonly status: ComplaintStatus
      readonly handledBy: AgencyName
    }
  | { readonly from: 'reference'; readonly id: string }

/** A case as its holder has it, or as the complaint's door knows it. */
export type CaseSource =
  | { readonly from: 'holder'; readonly id: string; readonly record: CaseRecord }
  | {
      readonly from: 'door'
      readonly id: string
      readonly summary: CaseSummary
      readonly complaint: ComplaintSource
    }

/** An agency as its government has it, or as a copy of its name. */
export type AgencySource =
  | { readonly from: 'government'; readonly id: string; readonly agency: Agency }
  | { readonly from: 'copy'; readonly id: string; readonly name: AgencyName }

/** A region by its code: the name comes from reference data. */
export interface RegionSource {
  readonly code: RegionCode
}

export interface PageInfoSource {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  readonly startCursor?: string | undefined
  readonly endCursor?: string | undefined
}

/** `government` is whose calendar day the deadline is the end of. */
export interface DeadlineSource {
  readonly at: Date
  readonly clock: string
  readonly government: GovernmentCode
}

/** A page of a worklist; `after` says where it began. */
export interface CasePage {
  readonly page: Page<CaseRecord>
  readonly after?: string | null
}
export type EventSource = FeedEvent

export function complaintReference(id: string): ComplaintSource {
  return { from: 'reference', id }
}

/** The complaint of a case, from the holder's copy of its dossier. */
export function complaintOfCase(record: CaseRecord): ComplaintSource {
  return { from: 'case', id: record.complaint, record }
}

/** The complaint of an event, as it was at that event. */
export function complaintAtEvent({ complaint, title, status, handledBy }: FeedEvent): ComplaintSource {
  return { from: 'copy', id: complaint, title, status, handledBy }
}

export function caseHeld(record: CaseRecord): CaseSource {
  return { from: 'holder', id: record.id, record }
}

export function agencyCopy(name: AgencyName): AgencySource {
  return { from: 'copy', id: name.id, name }
}

export function regionOf(code: GovernmentCode | RegionCode): RegionSource {
  return { code }
}

/** `regionOf` for codes that may be absent. */
export function regionOrNull(code: RegionCode | undefined): RegionSource | null {
  return code === undefined ? null : { code }
}
