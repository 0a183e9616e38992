import { type Custody, isAccountable } from '@lawang/schema/exchange/custody'
import { isNewsToMerged } from '../domain/continued.ts'
import type { ChainOwner } from './chains.ts'
import type { CustodyChange } from './custodies.ts'
import type { Sql, Transaction } from './database.ts'
import { sendRows } from './send-rows.ts'

/** A complaint that a government has merged into another, and how many events the other one had then. */
export interface Merged {
  readonly merged: string
  readonly survivor: string
  readonly since: number
}

/** Remembers a merger, so that the survivor's steps find the merged one; the merged one's chain says it too. */
export function addMerged(tx: Transaction, government: string, { merged, survivor, since }: Merged): void {
  tx.send(
    `INSERT INTO merged_case (merged, government, survivor, since) VALUES ($1, $2, $3, $4)
     ON CONFLICT (merged, government) DO UPDATE SET survivor = excluded.survivor, since = excluded.since`,
    [merged, government, survivor, since],
  )
}

const MARK = `
  INSERT INTO merged_to_tell (complaint, government)
  SELECT m.merged, m.government FROM json_to_recordset($1) AS o (complaint text, government text)
  CROSS JOIN LATERAL (
    SELECT merged, government FROM merged_case WHERE survivor = o.complaint AND government = o.government
  ) AS m
  ON CONFLICT DO NOTHING`

/** Marks what was merged into complaints of which these changes are news. */
export function markMerged(tx: Transaction, changes: readonly CustodyChange[]): void {
  sendRows(
    tx,
    MARK,
    changes.filter(isNews).map(({ after: { complaint, government } }) => ({ complaint, government })),
  )
}

function isNews({ before, after }: CustodyChange): boolean {
  if (!before) return false
  if (isAccountable(before) && !isAccountable(after)) return true
  return addedBy(before, after).some(({ type }) => isNewsToMerged(type))
}

function addedBy(before: Custody, after: Custody): Custody['chain'] {
  const known = new Set(before.chain.map(({ id }) => id))
  return after.chain.filter(({ id }) => !known.has(id))
}

/** Merged complaints whose survivors have moved on, in order, at most so many. */
export function findMergedToTell(sql: Sql, most: number): Promise<ChainOwner[]> {
  return sql.prepared<ChainOwner>(
    'SELECT complaint, government FROM merged_to_tell ORDER BY complaint, government LIMIT $1',
    [most],
  )
}

export async function readMerged(sql: Sql, { complaint, government }: ChainOwner): Promise<Merged | undefined> {
  const [row] = await sql.prepared<Merged>(
    'SELECT merged, survivor, since FROM merged_case WHERE merged = $1 AND government = $2',
    [complaint, government],
  )
  return row
}

export function clearMergedMark(tx: Transaction, { complaint, government }: ChainOwner): void {
  tx.send('DELETE FROM merged_to_tell WHERE complaint = $1 AND government = $2', [complaint, government])
}

/** What has been taken up again goes its own way, and hears no more of the other. */
export function forgetMerged(tx: Transaction, { complaint, government }: ChainOwner): void {
  tx.send('DELETE FROM merged_case WHERE merged = $1 AND government = $2', [complaint, government])
}
