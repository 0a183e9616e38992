import type { Cursor, LogMessage, LogRow } from '@lawang/schema/exchange/messages'
import type { Sql } from './database.ts'
import { type LogLimit, logValues, SELECT_LOG } from './log.ts'
import { type MemberColumns, type MemberRow, SELECT_MEMBER, toMemberRow } from './member-row.ts'

/** What a request to the hub says, as it is at one moment. */
export interface RequestRows extends MemberRow {
  /** The rows of the log that follow the hub's cursor. */
  readonly log: readonly LogRow[]
  /** Whether a handover waits for contact with the hub. */
  readonly hasWishes: boolean
}

interface Row extends MemberColumns {
  readonly wishes: boolean
  /** Null in the only row of a log without news. */
  readonly row_n: string | null
  readonly message: LogMessage
}

const SELECT = `
  WITH own AS (${SELECT_MEMBER}), news AS (${SELECT_LOG})
  SELECT own.*, news.n AS row_n, news.message, EXISTS (SELECT FROM custody WHERE wish IS NOT NULL) AS wishes
  FROM own LEFT JOIN news ON true ORDER BY news.n`

/** All of a request in one statement: exchanges are many, and most have little to say. */
export async function readRequestRows(
  sql: Sql,
  name: string,
  hubCursor: Cursor,
  limit: LogLimit,
): Promise<RequestRows> {
  const rows = await sql.prepared<Row>(SELECT, logValues(hubCursor, limit))
  const own = toMemberRow(name, rows[0])
  const { incarnation } = own.logHead
  const log = rows.flatMap(({ row_n: n, message }) => (n === null ? [] : [{ incarnation, n: Number(n), message }]))
  return { ...own, log, hasWishes: rows[0]?.wishes ?? false }
}
