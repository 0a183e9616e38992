import type { Cursor } from '@lawang/schema/exchange/messages'
import type { Sql, Transaction } from './database.ts'

/** What the hub last said: how far it has read the log, and when it was heard. */
export interface HubContact {
  readonly logCursor: Cursor
  readonly heardAt?: Date
  /** When it was last heard with all its mail read. */
  readonly drainedAt?: Date
  /** When the database was last told of it; undefined as it is read there. */
  readonly writtenAt?: Date
  /** The cursor is another one than the database was told. */
  readonly isUnwritten?: boolean
}

export async function readContact(sql: Sql): Promise<HubContact> {
  const [row] = await sql.query<{
    log_incarnation: string
    log_n: string
    heard_ms: string | null
    drained_ms: string | null
  }>(
    `SELECT log_incarnation, log_n,
            extract(epoch FROM heard_at) * 1000 AS heard_ms, extract(epoch FROM drained_at) * 1000 AS drained_ms
     FROM hub_contact`,
  )
  if (!row) throw new Error('hub_contact has lost its row')
  return {
    logCursor: { incarnation: Number(row.log_incarnation), n: Number(row.log_n) },
    ...(row.heard_ms !== null && { heardAt: new Date(Number(row.heard_ms)) }),
    ...(row.drained_ms !== null && { drainedAt: new Date(Number(row.drained_ms)) }),
  }
}

const WRITE = 'UPDATE hub_contact SET log_incarnation = $1, log_n = $2, heard_at = $3, drained_at = $4'

/** Notes an answer of the hub. The log's cursor is the hub's word: it is taken as it comes. */
export async function writeContact(sql: Sql, contact: HubContact): Promise<void> {
  await sql.prepared(WRITE, columnsOf(contact))
}

/** The same, together with what else the transaction writes. */
export function sendContact(tx: Pick<Transaction, 'send'>, contact: HubContact): void {
  tx.send(WRITE, columnsOf(contact))
}

function columnsOf({ logCursor, heardAt, drainedAt }: HubContact): readonly unknown[] {
  return [logCursor.incarnation, logCursor.n, heardAt?.toISOString() ?? null, drainedAt?.toISOString() ?? null]
}
