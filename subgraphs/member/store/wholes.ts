import { isClosed } from '@lawang/schema/exchange/chain'
import type { Custody } from '@lawang/schema/exchange/custody'
import { heldBy } from '../domain/relations.ts'
import type { ChainOwner } from './chains.ts'
import type { CustodyChange } from './custodies.ts'
import type { Sql, Transaction } from './database.ts'
import { sendRows } from './send-rows.ts'

/** Remembers what a complaint was split into; the chain says it too, and this finds it. */
export function addParts(
  tx: Transaction,
  { complaint: whole, government }: ChainOwner,
  parts: readonly string[],
): void {
  sendRows(
    tx,
    'INSERT INTO split_part (part, whole, government) SELECT part, whole, government FROM json_populate_recordset(NULL::split_part, $1)',
    parts.map((part) => ({ part, whole, government })),
  )
}

/** The parts of a whole, of every time that it was split. */
export async function readParts(sql: Sql, { complaint, government }: ChainOwner): Promise<readonly string[]> {
  const rows = await sql.prepared<{ part: string }>(
    'SELECT part FROM split_part WHERE whole = $1 AND government = $2 ORDER BY part',
    [complaint, government],
  )
  return rows.map(({ part }) => part)
}

/**
 * Marks the wholes that may have something to follow from these changes: a part of theirs has ended or was reopened, or
 * they have ended themselves.
 */
export function markWholes(tx: Transaction, changes: readonly CustodyChange[]): void {
  const turned = changes.filter(
    ({ before, after }) => before !== undefined && isClosed(before.chain) !== isClosed(after.chain),
  )
  sendRows(
    tx,
    `INSERT INTO whole_to_tend (complaint, government)
     SELECT DISTINCT complaint, government FROM json_populate_recordset(NULL::whole_to_tend, $1) ON CONFLICT DO NOTHING`,
    turned.flatMap(({ after }) => wholeOf(after) ?? []),
  )
}

function wholeOf({ complaint, government, door, dossier, chain }: Custody): ChainOwner | undefined {
  if (dossier.parent !== undefined && government === door) return { complaint: dossier.parent, government }
  return heldBy(chain).length > 0 ? { complaint, government } : undefined
}

export function findMarked(sql: Sql, most: number): Promise<ChainOwner[]> {
  return sql.prepared<ChainOwner>(
    'SELECT complaint, government FROM whole_to_tend ORDER BY complaint, government LIMIT $1',
    [most],
  )
}

export function clearMark(tx: Transaction, { complaint, government }: ChainOwner): void {
  tx.send('DELETE FROM whole_to_tend WHERE complaint = $1 AND government = $2', [complaint, government])
}
