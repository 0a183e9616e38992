import type { Reference } from '@lawang/member/domain/model'
import type { Feed } from '@lawang/member/ports'
import type { Sql } from '@lawang/member/store/database'
import type { ComplaintStatus } from '@lawang/schema/exchange/messages'
import type { Network } from '../hub/network.ts'
import type { Directory, ListedComplaint } from '../ports.ts'
import { conditionsOf } from './conditions.ts'
import { formatPageCursor, parsePageCursor } from './page-cursor.ts'
import { type ReadFilter, readFilter } from './read-filter.ts'

/** Counting stops here: nobody pages through more, and an exact count of everything costs as much as reading it. */
const MOST_COUNTED = 10_000

interface ListingRow {
  readonly complaint: string
  readonly title: string | null
  readonly status: ComplaintStatus
  readonly filed_at: string
  readonly updated_at: string
  readonly door: string
  readonly holder: string
  readonly category: string | null
  readonly agency: string
  readonly agency_name: string
  readonly agency_short_name: string
}

const UTC = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`
const COLUMNS = `complaint, title, status, door, holder, category, agency, agency_name, agency_short_name,
  to_char(filed_at AT TIME ZONE 'UTC', ${UTC}) AS filed_at, to_char(updated_at AT TIME ZONE 'UTC', ${UTC}) AS updated_at`

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
      const { where, values } = conditionsOf(filter, place)
      const rows = await sql.query<ListingRow>(
        `SELECT ${COLUMNS} FROM hub.listing AS l WHERE ${where}
         ORDER BY l.filed_at DESC, complaint DESC LIMIT $${values.length + 1}`,
        [...values, first + 1],
      )
      return {
        feedCursor,
        rows: rows.slice(0, first).map((row) => ({
          cursor: formatPageCursor({ filedAt: row.filed_at, complaint: row.complaint }),
          node: toListed(row, network, now()),
        })),
        hasNextPage: rows.length > first,
        totalCount: () => countListed(sql, filter),
      }
    },
    async lastKnown(complaint) {
      const [row] = await sql.query<ListingRow>(`SELECT ${COLUMNS} FROM hub.listing AS l WHERE complaint = $1`, [
        complaint,
      ])
      return row && toListed(row, network, now())
    },
  }
}

async function countListed(sql: Sql, filter: ReadFilter): Promise<number> {
  const { where, values } = conditionsOf(filter)
  const [row] = await sql.query<{ many: number }>(
    `SELECT count(*)::float8 AS many FROM (SELECT 1 FROM hub.listing WHERE ${where} LIMIT ${MOST_COUNTED}) AS counted`,
    values,
  )
  return row?.many ?? 0
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
    handledBy: { id: row.agency, name: row.agency_name, shortName: row.agency_short_name },
  }
}

/** What the holder has not told by then, it has not done; without such a moment, the last news count. */
function asOf({ holder, updated_at }: ListingRow, network: Network): Date {
  const member = network.memberOf(holder)
  const known = member === undefined ? undefined : network.knownUntil(member)
  return new Date(Math.max(Date.parse(updated_at), known ?? 0))
}
