import type { CopiesPage, CopiesWanted, CopyRow } from '@lawang/schema/exchange/copies'
import type { Sql } from './database.ts'

const PAGE = 500

/**
 * A page of what the reconciliation compares: every custody with the length and the last hash of its chain. In the order
 * of the bytes, which is the same in every database.
 */
export async function readCopies(sql: Sql, { round, after }: CopiesWanted): Promise<CopiesPage> {
  const rows = await sql.query<Omit<CopyRow, 'epoch'> & { epoch: string }>(
    `SELECT complaint, government, state, CASE state WHEN 'RELEASED' THEN new_epoch ELSE epoch END AS epoch,
       coalesce(length, 0) AS length, coalesce(tip, '') AS tip
     FROM custody LEFT JOIN LATERAL (
       SELECT seq + 1 AS length, event ->> 'hash' AS tip FROM chain_event
       WHERE chain_event.complaint = custody.complaint AND chain_event.government = custody.government
       ORDER BY seq DESC LIMIT 1
     ) AS chain ON true
     WHERE (complaint COLLATE "C", government COLLATE "C") > ($1, $2)
     ORDER BY complaint COLLATE "C", government COLLATE "C" LIMIT $3`,
    [after?.complaint ?? '', after?.government ?? '', PAGE],
  )
  const copies = rows.map((row) => ({ ...row, epoch: Number(row.epoch) }))
  return { round, rows: copies, last: rows.length < PAGE }
}
