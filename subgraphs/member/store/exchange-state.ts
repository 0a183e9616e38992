import type { Cursor } from '@lawang/schema/exchange/messages'
import type { Sql } from './database.ts'

/** What the hub last said: its highest incarnation met, how far it has read the log, and when it was heard. */
export interface HubContact {
  readonly hubIncarnation: number
  readonly logCursor: Cursor
  readonly heardAt?: Date
  /** When it was last heard with all its mail read. */
  readonly drainedAt?: Date
}

export async function readContact(sql: Sql): Promise<HubContact> {
  const [row] = await sql.query<{
    hub_incarnation: number
    log_incarnation: number
    log_n: string
    heard_ms: string | null
    drained_ms: string | null
  }>(
    `SELECT hub_incarnation, log_incarnation, log_n,
            extract(epoch FROM heard_at) * 1000 AS heard_ms, extract(epoch FROM drained_at) * 1000 AS drained_ms
     FROM hub_contact`,
  )
  if (!row) throw new Error('hub_contact has lost its row')
  return {
    hubIncarnation: row.hub_incarnation,
    logCursor: { incarnation: row.log_incarnation, n: Number(row.log_n) },
    ...(row.heard_ms !== null && { heardAt: new Date(Number(row.heard_ms)) }),
    ...(row.drained_ms !== null && { drainedAt: new Date(Number(row.drained_ms)) }),
  }
}

/** Notes an answer of the hub. The log's cursor is the hub's word: it is taken as it comes. */
export async function writeContact(sql: Sql, contact: HubContact): Promise<void> {
  await sql.query(
    `UPDATE hub_contact SET hub_incarnation = $1, log_incarnation = $2, log_n = $3, heard_at = $4, drained_at = $5`,
    [
      contact.hubIncarnation,
      contact.logCursor.incarnation,
      contact.logCursor.n,
      contact.heardAt?.toISOString() ?? null,
      contact.drainedAt?.toISOString() ?? null,
    ],
  )
}

/** The last row of the hub's mail whose effect is committed; `lock` keeps others from reading on at the same time. */
export async function readMailCursor(sql: Sql, lock?: 'lock'): Promise<Cursor> {
  const [row] = await sql.query<{ incarnation: number; n: string }>(
    `SELECT incarnation, n FROM mail_cursor ${lock ? 'FOR UPDATE' : ''}`,
  )
  if (!row) throw new Error('mail_cursor has lost its row')
  return { incarnation: row.incarnation, n: Number(row.n) }
}

export async function writeMailCursor(sql: Sql, cursor: Cursor): Promise<void> {
  await sql.query('UPDATE mail_cursor SET incarnation = $1, n = $2', [cursor.incarnation, cursor.n])
}
