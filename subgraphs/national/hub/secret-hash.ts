import type { Sql } from '@lawang/member/store/database'

/** SHA-256 (hex) of the secret of a complaint's receipt; undefined for a complaint that the hub has not read of. */
export async function findSecretHash(sql: Sql, complaint: string): Promise<string | undefined> {
  const [row] = await sql.query<{ secret_hash: string | null }>(
    'SELECT secret_hash FROM hub.register WHERE complaint = $1',
    [complaint],
  )
  return row?.secret_hash ?? undefined
}
