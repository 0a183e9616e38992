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
  /** Whether an act of a reporter waits to be carried out here. */
  readonly hasNotes: boolean
}

interface Row extends MemberColumns {
  readonly has_wishes: boolean
  readonly has_notes: boolean
  /** Null in the only row of a log without news. */
  readonly row_n: string | null
  readonly message: LogMessage
}

/**
 * In the order of the index that has nothing but wishes: a plan of a time without statistics expects one in the first
 * rows of any custody, and reads all of them to find none.
 */
const HAS_WISHES = `
  (SELECT true FROM custody WHERE wish IS NOT NULL ORDER BY complaint, government LIMIT 1) IS NOT NULL`

const SELECT = `
  WITH own AS (${SELECT_MEMBER}), news AS (${SELECT_LOG})
  SELECT own.*, news.n AS row_n, news.message,
    ${HAS_WISHES} AS has_wishes, EXISTS (SELECT FROM waiting_note) AS has_notes
  FROM own LEFT JOIN news ON true ORDER BY news.n`

/** All of a request in one statement: exchanges are many, and most have little to say. */
export async function readRequestRows(
  sql: Sql,
  name: string,
  hubCursor: Cursor,
  limit: LogLimit,
): Promise<RequestRows> {
  const rows = await sql.prepared<Row>(SELECT, logValues(hubCursor, limit))
  const [first] = rows
  const own = toMemberRow(name, first)
  const { incarnation } = own.logHead
  const log = rows.flatMap(({ row_n: n, message }) => (n === null ? [] : [{ incarnation, n: Number(n), message }]))
  return { ...own, log, hasWishes: first?.has_wishes ?? false, hasNotes: first?.has_notes ?? false }
}
