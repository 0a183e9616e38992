import type { TreeHead } from '@lawang/schema/audit/heads'
import { incarnationOf, sharedWith } from '@lawang/schema/audit/heads'
import type { Hash } from '@lawang/schema/audit/merkle'
import type { Sql } from '../store/database.ts'
import { growingTree } from './growing-tree.ts'
import { type LeafRow, leafChain } from './leaf-chain.ts'

/** Something that an audit log does not bear out, in one sentence that names places and repeats nothing. */
export type AuditFault = string

/** What of a log has been looked through. */
export interface VerifiedLog {
  readonly size: number
  readonly root: Hash
  readonly faults: readonly AuditFault[]
}

const PAGE = 5_000

/**
 * Computes a log anew from its texts: each leaf's place, the hash of each, the chain, the stored subtrees, and the root
 * after every size that `heads` name.
 */
export async function verifyLog(sql: Sql, heads: readonly TreeHead[]): Promise<VerifiedLog> {
  const sizes = new Set(heads.map(({ size }) => size))
  const roots = new Map<number, Hash>()
  const tree = growingTree()
  const chain = leafChain((hash) => {
    tree.add(hash)
    if (sizes.has(tree.size)) roots.set(tree.size, tree.root())
  })
  for (let last = -1, isWhole = false; !isWhole; ) {
    const rows = await sql.query<LeafRow>(
      'SELECT n::float8 AS n, leaf, hash FROM audit.leaf WHERE n > $1 ORDER BY audit.leaf.n LIMIT $2',
      [last, PAGE],
    )
    for (const row of rows) chain.add(row)
    last = rows.at(-1)?.n ?? last
    isWhole = rows.length < PAGE
  }
  const faults: AuditFault[] = [...chain.end()]
  const root = tree.root()
  if (sizes.has(0)) roots.set(0, growingTree().root())
  faults.push(...(await subtreeFaults(sql, tree.complete)))
  faults.push(...heads.flatMap((head) => headFault(head, tree.size, roots)))
  return { size: tree.size, root, faults }
}

function headFault(head: TreeHead, size: number, roots: ReadonlyMap<number, Hash>): readonly AuditFault[] {
  if (head.size > size) return [`The head of ${head.at} is of ${head.size} leaves, and the log has ${size}`]
  return roots.get(head.size) === head.root
    ? []
    : [`The head of ${head.at} is not that of the first ${head.size} leaves`]
}

/** Those of a member's heads that speak of this log: of another life only what the present one shares with it. */
export function headsOfThisLog(heads: readonly TreeHead[], own: Pick<TreeHead, 'lives' | 'size'>): readonly TreeHead[] {
  const present = incarnationOf(own)
  return heads.filter((head) => {
    const incarnation = incarnationOf(head)
    return incarnation === present || (incarnation < present && head.size <= sharedWith(own, incarnation))
  })
}

/** The stored subtrees have the hashes that the leaves have. */
async function subtreeFaults(sql: Sql, complete: ReadonlyMap<string, Hash>): Promise<readonly AuditFault[]> {
  const rows = await sql.query<{ level: number; index: number; hash: Hash }>(
    'SELECT level::int AS level, index::float8 AS index, hash FROM audit.subtree ORDER BY audit.subtree.level, audit.subtree.index',
  )
  const wrong = rows.filter(({ level, index, hash }) => complete.get(`${level}/${index}`) !== hash)
  const faults = wrong.map(({ level, index }) => `Subtree ${level}/${index} has not the hash of its leaves`)
  return rows.length === complete.size ? faults : [...faults, 'The log has more or fewer subtrees than its leaves make']
}
