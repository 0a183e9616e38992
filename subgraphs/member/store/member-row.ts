import type { Member } from '@lawang/schema/exchange/custody'
import type { Cursor } from '@lawang/schema/exchange/messages'
import type { Sql, Transaction } from './database.ts'

export interface MemberColumns {
  readonly incarnation: string
  readonly log: string
  readonly quarantined: boolean
  readonly hub_incarnation: string
  readonly mail_incarnation: string
  readonly mail_n: string
}

/** What the database says of this server itself: its part of the protocol's state, and the end of its log. */
export interface MemberRow {
  readonly member: Member
  readonly logHead: Cursor
}

/** One row of `MemberColumns`. */
export const SELECT_MEMBER = `
  SELECT log_counter.incarnation, log, quarantined, hub_incarnation,
    mail_cursor.incarnation AS mail_incarnation, mail_cursor.n AS mail_n
  FROM log_counter, hub_contact, mail_cursor`

export async function readMember(sql: Sql, name: string): Promise<MemberRow> {
  const [row] = await sql.prepared<MemberColumns>(SELECT_MEMBER)
  return toMemberRow(name, row)
}

/** The same, and keeps others from reading on in the mail until the transaction has ended. */
export async function lockMail(tx: Transaction, name: string): Promise<MemberRow> {
  const [row] = await tx.prepared<MemberColumns>(`${SELECT_MEMBER} FOR UPDATE OF mail_cursor`)
  return toMemberRow(name, row)
}

export function toMemberRow(name: string, row: MemberColumns | undefined): MemberRow {
  if (!row) throw new Error('log_counter, hub_contact or mail_cursor has lost its row')
  const incarnation = Number(row.incarnation)
  return {
    member: {
      name,
      incarnation,
      quarantined: row.quarantined,
      hubIncarnation: Number(row.hub_incarnation),
      mailCursor: { incarnation: Number(row.mail_incarnation), n: Number(row.mail_n) },
    },
    logHead: { incarnation, n: Number(row.log) },
  }
}

/** Writes what a step has changed. A new incarnation's log starts again at 1. */
export function writeMember(tx: Transaction, before: Member, after: Member): void {
  if (after.mailCursor !== before.mailCursor) {
    const { incarnation, n } = after.mailCursor
    tx.send('UPDATE mail_cursor SET incarnation = $1, n = $2', [incarnation, n])
  }
  if (after.quarantined !== before.quarantined || after.hubIncarnation !== before.hubIncarnation) {
    const { quarantined, hubIncarnation } = after
    tx.send('UPDATE hub_contact SET quarantined = $1, hub_incarnation = $2', [quarantined, hubIncarnation])
  }
  if (after.incarnation !== before.incarnation) {
    tx.send('UPDATE log_counter SET incarnation = $1, log = 0', [after.incarnation])
  }
}

/** Whether anything was ever written here: a database without a past cannot be a restored one. */
export async function hasPast(sql: Sql): Promise<boolean> {
  const [row] = await sql.query<{ past: boolean }>(
    `SELECT log > 0 OR hub_incarnation > 0 OR EXISTS (SELECT FROM custody) AS past FROM log_counter, hub_contact`,
  )
  return row?.past ?? false
}
