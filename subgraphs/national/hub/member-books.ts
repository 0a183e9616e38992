import type { Sql } from '@lawang/member/store/database'
import type { Cursor } from '@lawang/schema/exchange/messages'
import type { MemberEntry } from '@lawang/schema/network'
import type { Network } from './network.ts'

/** Where the hub stands with a member. */
export interface MemberBooks {
  /** How far its log has been read. */
  readonly cursor: Cursor
  /** Whether a handover waits for one of its governments. */
  readonly isAwaited: boolean
}

/** Opens the books of members that the registry names for the first time. */
export async function openBooks(sql: Sql, network: Network): Promise<void> {
  await sql.query('INSERT INTO hub.member (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [
    network.members.map(({ name }) => name),
  ])
}

/** One query. Throws when the books of the member were never opened. */
export async function readBooks(sql: Sql, { name, governments }: MemberEntry): Promise<MemberBooks> {
  const [row] = await sql.query<Cursor & { readonly awaited: boolean }>(
    `SELECT incarnation, log::float8 AS n,
       EXISTS (SELECT FROM hub.request WHERE outcome = 'OPEN' AND candidate = ANY($2)) AS awaited
     FROM hub.member WHERE name = $1`,
    [name, governments],
  )
  if (!row) throw new Error(`The hub keeps no books of ${name}`)
  return { cursor: { incarnation: row.incarnation, n: row.n }, isAwaited: row.awaited }
}

/** Moves the cursor, in the transaction of the effects. */
export async function saveCursor(sql: Sql, member: string, { incarnation, n }: Cursor): Promise<void> {
  await sql.query('UPDATE hub.member SET incarnation = $2, log = $3 WHERE name = $1', [member, incarnation, n])
}

/** Keeps when a member was heard, in milliseconds. */
export async function saveContact(sql: Sql, member: string, at: number): Promise<void> {
  await sql.query('UPDATE hub.member SET heard_at = $2 WHERE name = $1', [member, new Date(at)])
}

/** When each member was last heard before the hub started, roughly, in milliseconds. */
export async function readContacts(sql: Sql): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.query<{ name: string; at: number }>(
    `SELECT name, (extract(epoch FROM heard_at) * 1000)::float8 AS at FROM hub.member WHERE heard_at IS NOT NULL`,
  )
  return new Map(rows.map(({ name, at }) => [name, at]))
}
