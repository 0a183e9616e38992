import type { Reference } from '@lawang/member/domain/model'
import { findPlace } from '@lawang/member/domain/place'
import { mostSimilar } from '@lawang/member/domain/similarity'
import type { Sql } from '@lawang/member/store/database'
import { Refusal } from '@lawang/schema/errors'
import type { AgencyName, ComplaintStatus } from '@lawang/schema/exchange/messages'
import { type GovernmentCode, governmentOf, NATION, type RegionCode } from '@lawang/schema/region'
import { anyTerm, TERMS } from './terms.ts'

/** A complaint that belongs with another one, as everybody may know it. */
export interface RelatedComplaint {
  readonly id: string
  readonly title: string
  readonly status: ComplaintStatus
  readonly filedAt: Date
  readonly door: GovernmentCode
  readonly holder: GovernmentCode
  /** What it is about: its door, where no place was named. */
  readonly location: RegionCode
  readonly handledBy: AgencyName
}

export interface SimilarComplaint {
  readonly complaint: RelatedComplaint
  /** 0 to 1. */
  readonly score: number
}

/** A text that somebody is about to file, as clients send it. */
export interface UnfiledComplaint {
  readonly category: string
  readonly location: string
  readonly title: string
  readonly body: string
}

/** Which complaints belong together, over the whole country's directory. None that is confidential is ever named. */
export interface Relatives {
  /** What is open about the same thing, at most five, the likeliest first. Refuses UNKNOWN_CATEGORY, UNKNOWN_LOCATION. */
  similar(unfiled: UnfiledComplaint): Promise<readonly SimilarComplaint[]>
  /** The complaints whose journeys say that they are in it, oldest first. */
  cluster(id: string): Promise<readonly RelatedComplaint[]>
}

/** More of one category at one place within the time are a mass of their own. */
const MOST_COMPARED = 300
const MOST_IN_CLUSTER = 1_000
const DAYS = 90
const DAY = 24 * 60 * 60 * 1000

export interface RelativesOptions {
  readonly sql: Sql
  readonly reference: Reference
  readonly now: () => Date
}

export function createRelatives({ sql, reference, now }: RelativesOptions): Relatives {
  return {
    async similar(unfiled) {
      const draft = readUnfiled(unfiled, reference)
      const since = new Date(now().getTime() - DAYS * DAY).toISOString()
      const around = governmentOf(draft.location) ?? NATION
      const terms = `${anyTerm([`@category:${unfiled.category}`])} & ${anyTerm([`@at:${around}`, `@of:${around}`])}`
      const rows = await sql.prepared<Row>(SIMILAR, [terms, around, since, MOST_COMPARED])
      const complaints = new Map(rows.map((row) => [row.complaint, toRelated(row)]))
      return mostSimilar(draft, [...complaints.values()], now()).flatMap(({ id, score }) => {
        const complaint = complaints.get(id)
        return complaint ? [{ complaint, score }] : []
      })
    },
    async cluster(id) {
      return (await sql.prepared<Row>(CLUSTER, [id, MOST_IN_CLUSTER])).map(toRelated)
    },
  }
}

interface Row {
  readonly complaint: string
  readonly title: string
  readonly status: ComplaintStatus
  readonly filed_at: Date | string
  readonly door: string
  readonly holder: string
  readonly location: string
  readonly agency: string
  readonly agency_name: string
  readonly agency_short_name: string
}

const COLUMNS = `complaint, title, status, filed_at, door, holder, coalesce(location, door) AS location,
  agency, agency_name, agency_short_name`

/** Open ones of the category in the place's government, newest first. */
const SIMILAR = `
  SELECT ${COLUMNS} FROM hub.listing
  WHERE ${TERMS} @@ $1::tsquery AND NOT confidential AND filed_at >= $3::timestamptz AND title IS NOT NULL
    AND status NOT IN ('CLOSED', 'ARCHIVED')
    AND (coalesce(location, door) = $2 OR starts_with(coalesce(location, door), $2 || '.'))
  ORDER BY filed_at DESC LIMIT $4`

const CLUSTER = `
  SELECT ${COLUMNS} FROM hub.listing WHERE cluster = $1 AND NOT confidential AND title IS NOT NULL
  ORDER BY filed_at, complaint LIMIT $2`

function toRelated(row: Row): RelatedComplaint {
  const { complaint: id, title, status, door, holder, location } = row
  return {
    ...{ id, title, status, door, holder, location, filedAt: new Date(row.filed_at) },
    handledBy: { id: row.agency, name: row.agency_name, shortName: row.agency_short_name },
  }
}

function readUnfiled({ category, location, title, body }: UnfiledComplaint, reference: Reference) {
  if (!reference.category(category)) throw new Refusal('UNKNOWN_CATEGORY')
  const place = findPlace(location, reference)
  if (!place) throw new Refusal('UNKNOWN_LOCATION')
  return { title: title.slice(0, 200), body: body.slice(0, 2_000), location: place.code }
}
