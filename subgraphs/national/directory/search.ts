import type { Reference } from '@lawang/member/domain/model'
import type { Feed } from '@lawang/member/ports'
import type { Sql } from '@lawang/member/store/database'
import type { ComplaintStatus } from '@lawang/schema/exchange/messages'
import type { RegionCode } from '@lawang/schema/region'
import type { Network } from '../hub/network.ts'
import type { Directory, ListedComplaint } from '../ports.ts'
import { conditionsOf } from './conditions.ts'
import { countFacets, MOST_COUNTED } from './facets.ts'
import { foundBy } from './in-spans.ts'
import { formatPageCursor, parsePageCursor } from './page-cursor.ts'
import { readFilter } from './read-filter.ts'
import { soughtWords } from './sought-words.ts'

interface ListingRow {
  readonly complaint: string
  readonly title: string | null
  readonly status: ComplaintStatus
  readonly filed_at: string
  readonly updated_at: string
  readonly door: string
  readonly holder: string
  readonly category: string | null
  readonly location: RegionCode | null
  readonly agency: string
  readonly agency_name: string
  readonly agency_short_name: string
}

const UTC = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`
const COLUMNS = `l.complaint, l.title, l.status, l.door, l.holder, l.category, l.location, l.agency, l.agency_name,
  l.agency_short_name, to_char(l.filed_at AT TIME ZONE 'UTC', ${UTC}) AS filed_at,
  to_char(l.updated_at AT TIME ZONE 'UTC', ${UTC}) AS updated_at`

export interface DirectoryOptions {
  readonly sql: Sql
  readonly reference: Reference
  readonly network: Network
  readonly feed: Pick<Feed, 'head'>
  /** The wall clock. */
  readonly now: () => Date
}

/** The directory over `hub.listing`. */
export function createDirectory({ sql, reference, network, feed, now }: DirectoryOptions): Directory {
  return {
    async search(sought, { first, after }) {
      const filter = readFilter(sought, reference)
      const place = after == null ? undefined : parsePageCursor(after)
      const feedCursor = await feed.head()
      const words = await soughtWords(sql, filter.words ?? [])
      const rows = await foundBy(sql, conditionsOf(filter, words, place)).newest<ListingRow>(COLUMNS, first + 1)
      const all = foundBy(sql, conditionsOf(filter, words))
      const isWhole = place === undefined && rows.length <= first
      return {
        feedCursor,
        rows: rows.slice(0, first).map((row) => ({
          cursor: formatPageCursor({ filedAt: row.filed_at, complaint: row.complaint }),
          node: toListed(row, network, now()),
        })),
        hasNextPage: rows.length > first,
        // Counting stops somewhere: nobody pages through more, and counting everything costs as much as reading it.
        totalCount: async () => (isWhole ? rows.length : all.count(MOST_COUNTED)),
        facets: () => countFacets(all),
      }
    },
    async lastKnown(complaint) {
      const [row] = await sql.query<ListingRow>(`SELECT ${COLUMNS} FROM hub.listing AS l WHERE l.complaint = $1`, [
        complaint,
      ])
      return row && toListed(row, network, now())
    },
  }
}

function toListed(row: ListingRow, network: Network, now: Date): ListedComplaint {
  return {
    id: row.complaint,
    ...(row.title === null ? {} : { title: row.title }),
    status: row.status,
    filedAt: new Date(row.filed_at),
    asOf: asOf(row, network),
    stale: !network.isInContact(network.memberOf(row.holder) ?? '', now),
    door: row.door,
    holder: row.holder,
    ...(row.category === null ? {} : { category: row.category }),
    ...(row.location === null ? {} : { location: row.location }),
    handledBy: { id: row.agency, name: row.agency_name, shortName: row.agency_short_name },
  }
}

/** What the holder has not told by then, it has not done; without such a moment, the last news count. */
function asOf({ holder, updated_at }: ListingRow, network: Network): Date {
  const member = network.memberOf(holder)
  const known = member === undefined ? undefined : network.knownUntil(member)
  return new Date(Math.max(Date.parse(updated_at), known ?? 0))
}
