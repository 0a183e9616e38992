import type { CopiesWanted, Cursor, ExchangeRequest, LogRow } from '@lawang/schema/exchange/messages'
import { readCopies } from '../store/copies.ts'
import type { Database, Sql } from '../store/database.ts'
import { type HubContact, readContact } from '../store/exchange-state.ts'
import { type LogLimit, readLog } from '../store/log.ts'
import { type MemberRow, readMember } from '../store/member-row.ts'

/** Of one request. A report's row alone may have more bytes. */
const LOG_LIMIT: LogLimit = { rows: 100, bytes: 4 * 1024 * 1024 }

/** What the database says for a request, as of one moment where that matters. */
export interface RequestData extends MemberRow {
  readonly contact: HubContact
  readonly log: readonly LogRow[]
  readonly copies?: ExchangeRequest['copies']
}

/**
 * Reads what a request says. Copies for a reconciliation are compared with what the hub has read when it has read this
 * request: so they are of the same snapshot as the log's end and the mail's cursor, and wait for a request that has both.
 */
export function readForRequest(
  database: Database,
  name: string,
  wanted: CopiesWanted | undefined,
): Promise<RequestData> {
  if (!wanted) return readRequest(database, name)
  return database.transaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    const data = await readRequest(tx, name)
    return reachesEnd(data) ? { ...data, copies: await readCopies(tx, wanted) } : data
  })
}

async function readRequest(sql: Sql, name: string): Promise<RequestData> {
  const contact = await readContact(sql)
  const incarnation = (await readMember(sql, name)).member.incarnation
  const log = await readLog(sql, contact.logCursor, incarnation, LOG_LIMIT)
  // The head is read last: what the file outside the database shows is never below what is sent.
  return { contact, log, ...(await readMember(sql, name)) }
}

function reachesEnd({ log, logHead, contact }: RequestData): boolean {
  const end: Cursor = log.at(-1) ?? contact.logCursor
  return end.incarnation === logHead.incarnation && end.n === logHead.n
}
