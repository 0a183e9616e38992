import type { Sql } from './database.ts'
import { inOrder } from './in-order.ts'

/** Adds a follower, once. False where there is no such complaint that everybody may read. */
export async function addFollower(sql: Sql, complaint: string, secretHash: string, now: Date): Promise<boolean> {
  const found = await sql.prepared(
    `WITH open AS (SELECT id FROM complaint WHERE id = $1 AND NOT confidential), added AS (
       INSERT INTO follower (complaint, secret_hash, followed_at) SELECT id, $2, $3::timestamptz FROM open
       ON CONFLICT DO NOTHING)
     SELECT FROM open`,
    [complaint, secretHash, now.toISOString()],
  )
  return found.length > 0
}

export async function removeFollower(sql: Sql, complaint: string, secretHash: string): Promise<boolean> {
  const gone = await sql.prepared(
    'DELETE FROM follower WHERE complaint = $1 AND secret_hash = $2 RETURNING 1 AS gone',
    [complaint, secretHash],
  )
  return gone.length > 0
}

/** How many follow each complaint, in one query, in the order of the complaints. */
export async function countFollowers(sql: Sql, complaints: readonly string[]): Promise<readonly number[]> {
  const rows = await sql.prepared<{ complaint: string; followers: number }>(
    `SELECT complaint, count(*)::integer AS followers FROM follower WHERE complaint = ANY($1::text[]) GROUP BY complaint`,
    [complaints],
  )
  return inOrder(complaints, rows, ({ complaint }) => complaint).map((row) => row?.followers ?? 0)
}
