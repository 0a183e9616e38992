import type { Sql } from './database.ts'

/** SHA-256 (hex) of the secret of a complaint of a door here; undefined for an unknown one. */
export async function findSecretHash(sql: Sql, complaint: string): Promise<string | undefined> {
  const [row] = await sql.query<{ secret_hash: string }>('SELECT secret_hash FROM complaint WHERE id = $1', [complaint])
  return row?.secret_hash
}
