import type { Cursor, LogMessage, LogRow } from '@lawang/schema/exchange/messages'
import type { FeedEvent } from '../ports.ts'
import type { Sql, Transaction } from './database.ts'

/** The channel on which a commit with news is told; the nudge carries nothing. */
export const NEWS_CHANNEL = 'lawang_news'

/** What one transaction has to tell: its rows for the log that the hub reads, and for the public feed of this server. */
export interface News {
  readonly log: readonly LogMessage[]
  readonly feed: readonly UnnumberedEvent[]
}

/** An event of the feed before its commit gives it a place. */
export type UnnumberedEvent = Omit<FeedEvent, 'cursor'>

export const NO_NEWS: News = { log: [], feed: [] }

/**
 * The last statement of every writing transaction. Taking the counter locks out the other writers until this one has
 * committed, so it stands at the end; numbers are then gapless and visible in their own order. One nudge per commit.
 */
const APPEND = `
  WITH counted AS (
    UPDATE log_counter SET log = log + $1::bigint, feed = feed + $2::bigint
    RETURNING incarnation, log - $1::bigint AS log, feed - $2::bigint AS feed
  ), logged AS (
    INSERT INTO log (incarnation, n, message, at)
    SELECT counted.incarnation, counted.log + item.place, item.message, now()
    FROM counted, unnest($3::jsonb[]) WITH ORDINALITY AS item (message, place)
  ), shown AS (
    INSERT INTO feed (n, complaint, event, at)
    SELECT counted.feed + item.place, item.event ->> 'complaint', item.event, now()
    FROM counted, unnest($4::jsonb[]) WITH ORDINALITY AS item (event, place)
  )
  SELECT pg_notify('${NEWS_CHANNEL}', '')`

/** Appends a transaction's news, after the entities that it changed are written; call it last. */
export async function appendNews(tx: Transaction, news: News): Promise<void> {
  await tx.flush()
  if (news.log.length === 0 && news.feed.length === 0) return
  tx.send(APPEND, [
    news.log.length,
    news.feed.length,
    news.log.map((message) => JSON.stringify(message)),
    news.feed.map((event) => JSON.stringify(event)),
  ])
}

/** This member's incarnation: 1, and a higher one after each restored backup. */
export async function readIncarnation(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ incarnation: string }>('SELECT incarnation FROM log_counter')
  if (!row) throw new Error('log_counter has lost its row')
  return Number(row.incarnation)
}

/** How much of the log one request carries: no more rows, and none that begins behind so many bytes. */
export interface LogLimit {
  readonly rows: number
  readonly bytes: number
}

/**
 * The rows of this incarnation that follow a cursor, in order; at least one if there is any. A cursor of an older
 * incarnation (0 before anything was read) continues with row 1. What stands before the last report is in the report:
 * who is behind it goes on with its first page. Its values are those of `logValues`.
 */
export const SELECT_LOG = `
  WITH own AS (
    SELECT incarnation, CASE incarnation WHEN $1 THEN $2::bigint ELSE 0 END AS read FROM log_counter
  ), report AS (
    SELECT max(n) AS n FROM log
    WHERE incarnation = (SELECT incarnation FROM own)
      AND message ->> 'type' = 'Report' AND message ->> 'page' = '0'
  ), next AS (
    SELECT incarnation, n, message, octet_length(message::text) AS size FROM log
    WHERE incarnation = (SELECT incarnation FROM own)
      AND n > (SELECT greatest(own.read, report.n - 1) FROM own, report)
    ORDER BY n LIMIT $3
  )
  SELECT incarnation, n, message
  FROM (SELECT *, sum(size) OVER (ORDER BY n) - size AS begins FROM next) AS sized
  WHERE begins < $4 ORDER BY n`

export function logValues(after: Cursor, limit: LogLimit): readonly unknown[] {
  return [after.incarnation, after.n, limit.rows, limit.bytes]
}

/** The rows that `SELECT_LOG` finds. */
export async function readLog(sql: Sql, after: Cursor, limit: LogLimit): Promise<readonly LogRow[]> {
  const rows = await sql.prepared<{ incarnation: string; n: string; message: LogMessage }>(
    SELECT_LOG,
    logValues(after, limit),
  )
  return rows.map(({ incarnation, n, message }) => ({ incarnation: Number(incarnation), n: Number(n), message }))
}

/** Those of these complaints whose filing the hub has not read yet, by its own word. */
export async function findUnreadFilings(sql: Sql, complaints: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.prepared<{ complaint: string }>(
    `SELECT log.message ->> 'complaint' AS complaint FROM log, hub_contact
     WHERE log.message ->> 'type' = 'Filed' AND log.message ->> 'complaint' = ANY($1)
       AND (log.incarnation, log.n) > (log_incarnation, log_n)`,
    [complaints],
  )
  return new Set(rows.map((row) => row.complaint))
}
