import { type Hash, joinSubtrees, nodeHash, type Range, type Subtree, subtreesOf } from '@lawang/schema/audit/merkle'
import type { Sql } from '../store/database.ts'

/** Levels between two that are stored: a hash between them is made of 128 at most. */
const STEP = 8
const WIDTH = 2 ** STEP

/** Stores the subtrees that were completed when the log grew from `before` to `size` leaves. */
export async function writeSubtrees(sql: Sql, before: number, size: number): Promise<void> {
  for (let level = STEP; 2 ** level <= size; level += STEP) {
    const [first, end] = [before, size].map((leaves) => Math.floor(leaves / 2 ** level))
    for (let index = first ?? 0; index < (end ?? 0); index += 1) {
      const hashes = await readRow(sql, level - STEP, index * WIDTH, WIDTH)
      await sql.query('INSERT INTO audit.subtree (level, index, hash) VALUES ($1, $2, $3)', [
        level,
        index,
        join(hashes),
      ])
    }
  }
}

/** The hash of a range of the log's leaves. */
export async function rangeHash(sql: Sql, range: Range): Promise<Hash> {
  const hashes: Hash[] = []
  for (const subtree of subtreesOf(range)) hashes.push(await subtreeHash(sql, subtree))
  return joinSubtrees(hashes)
}

async function subtreeHash(sql: Sql, { level, index }: Subtree): Promise<Hash> {
  const stored = level - (level % STEP)
  const width = 2 ** (level - stored)
  return join(await readRow(sql, stored, index * width, width))
}

/** So many hashes side by side on a stored level. Throws when one is missing. */
async function readRow(sql: Sql, level: number, from: number, count: number): Promise<readonly Hash[]> {
  const rows = await sql.query<{ hash: Hash }>(
    level === 0
      ? 'SELECT hash FROM audit.leaf WHERE n >= $1 AND n < $2 ORDER BY n'
      : `SELECT hash FROM audit.subtree WHERE level = ${level} AND index >= $1 AND index < $2 ORDER BY index`,
    [from, from + count],
  )
  if (rows.length !== count) throw new Error(`The audit log has lost a hash of level ${level} behind ${from}`)
  return rows.map(({ hash }) => hash)
}

/** The root over a power of two of hashes. */
function join(hashes: readonly Hash[]): Hash {
  let row = hashes
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i] ?? '', row[2 * i + 1] ?? ''))
  }
  return row[0] ?? ''
}
