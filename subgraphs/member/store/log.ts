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
  await tx.em.flush()
  if (news.log.length === 0 && news.feed.length === 0) return
  await tx.query(APPEND, [
    news.log.length,
    news.feed.length,
    news.log.map((message) => JSON.stringify(message)),
    news.feed.map((event) => JSON.stringify(event)),
  ])
}

/** This member's incarnation: 1, and one more after each restored backup. */
export async function readIncarnation(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ incarnation: number }>('SELECT incarnation FROM log_counter')
  if (!row) throw new Error('log_counter has lost its row')
  return row.incarnation
}

/**
 * The rows that follow a cursor, in order, at most `limit`. A cursor of an older incarnation (0 before anything was
 * read) continues with row 1 of this one.
 */
export async function readLog(sql: Sql, after: Cursor, incarnation: number, limit: number): Promise<readonly LogRow[]> {
  const from = after.incarnation === incarnation ? after.n : 0
  const rows = await sql.query<{ n: string; message: LogMessage }>(
    'SELECT n, message FROM log WHERE incarnation = $1 AND n > $2 ORDER BY n LIMIT $3',
    [incarnation, from, limit],
  )
  return rows.map((row) => ({ incarnation, n: Number(row.n), message: row.message }))
}
