import type { Sealed } from '../ports.ts'
import type { Sql } from './database.ts'

/** What a feed keeps back of a complaint of a door here; undefined for an unknown one. */
export async function findSealed(sql: Sql, complaint: string): Promise<Sealed | undefined> {
  const [row] = await sql.query<{ secret_hash: string; title: string }>(
    'SELECT secret_hash, title FROM complaint WHERE id = $1',
    [complaint],
  )
  return row && { secretHash: row.secret_hash, title: row.title }
}
