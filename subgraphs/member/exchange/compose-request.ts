import type { CopiesPage, CopiesWanted } from '@lawang/schema/exchange/copies'
import type { Cursor, LogRow } from '@lawang/schema/exchange/messages'
import { readCopies } from '../store/copies.ts'
import type { Database, Sql } from '../store/database.ts'
import { type LogLimit, readLog } from '../store/log.ts'
import { type MemberRow, readMember } from '../store/member-row.ts'

/** Of one request. A report's row alone may have more bytes. */
const LOG_LIMIT: LogLimit = { rows: 100, bytes: 4 * 1024 * 1024 }

/** What the database says for a request. */
export interface RequestData extends MemberRow {
  readonly log: readonly LogRow[]
  readonly copies?: CopiesPage
}

/**
 * Reads what a request says: the rows after the hub's cursor, and where this server stands. Copies for a reconciliation
 * are compared with what the hub has read when it has read this request: so they are of the same snapshot as the log's
 * end and the mail's cursor, and wait for a request that has both.
 */
export function readForRequest(
  database: Database,
  name: string,
  hubCursor: Cursor,
  wanted: CopiesWanted | undefined,
): Promise<RequestData> {
  if (!wanted) return readRequest(database, name, hubCursor)
  return database.transaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    const data = await readRequest(tx, name, hubCursor)
    return reachesEnd(data, hubCursor) ? { ...data, copies: await readCopies(tx, wanted) } : data
  })
}

async function readRequest(sql: Sql, name: string, hubCursor: Cursor): Promise<RequestData> {
  const log = await readLog(sql, hubCursor, LOG_LIMIT)
  // The head is read last: what the file outside the database shows is never below what is sent.
  return { log, ...(await readMember(sql, name)) }
}

function reachesEnd({ log, logHead }: RequestData, hubCursor: Cursor): boolean {
  const end: Cursor = log.at(-1) ?? hubCursor
  return end.incarnation === logHead.incarnation && end.n === logHead.n
}
