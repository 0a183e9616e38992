import type { Sql } from '@lawang/member/store/database'
import type { BrokenChain } from '../ports.ts'

interface DivergenceRow {
  readonly complaint: string
  readonly government: string
  readonly fault: BrokenChain['fault']
  readonly found_at: string
}

/** What reconciliations have found and not yet found mended, newest first. */
export async function listBrokenChains(sql: Sql, first: number): Promise<readonly BrokenChain[]> {
  const rows = await sql.query<DivergenceRow>(
    `SELECT complaint, government, fault, found_at FROM hub.divergence
     ORDER BY found_at DESC, complaint, government LIMIT $1`,
    [first],
  )
  return rows.map(({ found_at: foundAt, ...row }) => ({ ...row, foundAt: new Date(foundAt) }))
}

export async function countBrokenChains(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ many: number }>('SELECT count(*)::float8 AS many FROM hub.divergence')
  return row?.many ?? 0
}

/** When the last reconciliation that ended has ended. */
export async function readReconciledAt(sql: Sql): Promise<Date | undefined> {
  const [row] = await sql.query<{ at: string | null }>('SELECT max(ended_at) AS at FROM hub.reconciliation')
  return row?.at == null ? undefined : new Date(row.at)
}
