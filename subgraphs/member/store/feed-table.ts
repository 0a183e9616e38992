import type { Sql } from './database.ts'
import type { LogName } from './feed-cursor.ts'
import type { UnnumberedEvent } from './log.ts'

/** A row of a feed: `n` is gapless from 1 in the order of the commits. */
export interface FeedRow {
  readonly n: number
  readonly event: UnnumberedEvent
}

type StoredEvent = Omit<UnnumberedEvent, 'at'> & { readonly at: string }

const toRow = (row: { n: string; event: StoredEvent }): FeedRow => ({
  n: Number(row.n),
  event: { ...row.event, at: new Date(row.event.at) },
})

/** Reads a feed table (`feed`, `hub.feed`): columns `n bigint`, `complaint text`, `event jsonb` (a FeedEvent without cursor). */
export interface FeedTable {
  newest(): Promise<number>
  /** The newest row that is there, where `newest` is the newest that may be shown. */
  written?(): Promise<number>
  /** The rows after `n`, in order, of one complaint or of all. */
  after(n: number, limit: number, complaint?: string): Promise<readonly FeedRow[]>
}

/** What a feed is called in its cursors, from the counter that numbers its rows. */
export async function readFeedName(sql: Sql, counter: 'log_counter' | 'hub.counter'): Promise<LogName> {
  const [row] = await sql.query<{ name: string; incarnation: string }>(
    `SELECT feed_name AS name, incarnation FROM ${counter}`,
  )
  if (!row) throw new Error(`${counter} has lost its row`)
  return { name: row.name, incarnation: Number(row.incarnation) }
}

export function feedTable(sql: Sql, table: 'feed' | 'hub.feed'): FeedTable {
  return {
    async newest() {
      const [row] = await sql.query<{ n: string }>(`SELECT coalesce(max(n), 0) AS n FROM ${table}`)
      return Number(row?.n ?? 0)
    },
    async after(n, limit, complaint) {
      const rows = await (complaint === undefined
        ? sql.prepared<{ n: string; event: StoredEvent }>(
            `SELECT n, event FROM ${table} WHERE n > $1 ORDER BY n LIMIT $2`,
            [n, limit],
          )
        : sql.prepared<{ n: string; event: StoredEvent }>(
            `SELECT n, event FROM ${table} WHERE complaint = $3 AND n > $1 ORDER BY n LIMIT $2`,
            [n, limit, complaint],
          ))
      return rows.map(toRow)
    },
  }
}
