import type { CopiesPage, CopiesWanted } from '@lawang/schema/exchange/copies'
import type { Cursor } from '@lawang/schema/exchange/messages'
import { readCopies } from '../store/copies.ts'
import type { Database } from '../store/database.ts'
import type { LogLimit } from '../store/log.ts'
import { type RequestRows, readRequestRows } from '../store/request-rows.ts'

/** Of one request. A report's row alone may have more bytes. */
const LOG_LIMIT: LogLimit = { rows: 100, bytes: 4 * 1024 * 1024 }

/** What the database says for a request. */
export interface RequestData extends RequestRows {
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
  if (!wanted) return readRequestRows(database, name, hubCursor, LOG_LIMIT)
  return database.transaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    const data = await readRequestRows(tx, name, hubCursor, LOG_LIMIT)
    return reachesEnd(data, hubCursor) ? { ...data, copies: await readCopies(tx, wanted) } : data
  })
}

function reachesEnd({ log, logHead }: RequestData, hubCursor: Cursor): boolean {
  const end: Cursor = log.at(-1) ?? hubCursor
  return end.incarnation === logHead.incarnation && end.n === logHead.n
}
