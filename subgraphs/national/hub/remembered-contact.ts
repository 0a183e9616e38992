import type { Sql } from '@lawang/member/store/database'

/** When each member was last heard before the hub started, roughly, in milliseconds. */
export async function readRememberedContact(sql: Sql): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.query<{ name: string; at: number }>(
    `SELECT name, (extract(epoch FROM heard_at) * 1000)::float8 AS at FROM hub.member WHERE heard_at IS NOT NULL`,
  )
  return new Map(rows.map(({ name, at }) => [name, at]))
}
