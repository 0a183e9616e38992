import type { Sealed } from '@lawang/member/ports'
import type { Sql } from '@lawang/member/store/database'

/** What the merged feed keeps back of a complaint; undefined for one that the hub has not read of. */
export async function findSealed(sql: Sql, complaint: string): Promise<Sealed | undefined> {
  const [row] = await sql.query<{ secret_hash: string | null; title: string }>(
    `SELECT secret_hash, coalesce(
       (SELECT event -> 'data' ->> 'title' FROM hub.chain_event
        WHERE chain_event.complaint = register.complaint AND event -> 'data' ->> 'title' IS NOT NULL
        ORDER BY seq DESC LIMIT 1),
       dossier ->> 'title') AS title
     FROM hub.register WHERE complaint = $1`,
    [complaint],
  )
  return row && row.secret_hash !== null ? { secretHash: row.secret_hash, title: row.title } : undefined
}
