import { incarnationOf, type Life, type TreeHead, type UnsignedHead } from '@lawang/schema/audit/heads'
import { type ExtensionProof, saysToExtend } from '@lawang/schema/audit/judge-head'
import { consistencyRanges } from '@lawang/schema/audit/proofs'
import type { Database, Sql } from '../store/database.ts'
import { rangeHash } from './subtrees.ts'

/** How long this log is, and the lives that it descends from: what there is to say of one whose hashes do not fit too. */
export async function measureLog(sql: Sql): Promise<Pick<UnsignedHead, 'size' | 'lives'>> {
  const [row] = await sql.query<{ size: number; lives: readonly Life[] }>(
    `SELECT (SELECT coalesce(max(n) + 1, 0) FROM audit.leaf)::float8 AS size,
       (SELECT json_agg(json_build_object('incarnation', incarnation, 'since', since) ORDER BY incarnation)
        FROM audit.life) AS lives`,
  )
  if (!row) throw new Error('The audit log does not say how long it is')
  return row
}

/** The audit log as it is: what a head says, without its signature. `at` is never before that of an earlier head. */
export async function describeLog(sql: Sql, member: string, now: Date): Promise<UnsignedHead> {
  const { size, lives } = await measureLog(sql)
  const [row] = await sql.query<{ last: string }>(
    `SELECT head ->> 'at' AS last FROM audit.own_head ORDER BY id DESC LIMIT 1`,
  )
  const at = new Date(Math.max(now.getTime(), row ? Date.parse(row.last) + 1 : 0))
  return { member, lives, size, root: await rangeHash(sql, { from: 0, to: size }), at: at.toISOString() }
}

/** Keeps what was signed before anybody is shown it. */
export async function keepOwnHead(sql: Sql, head: TreeHead): Promise<void> {
  await sql.query('INSERT INTO audit.own_head (size, head) VALUES ($1, $2)', [head.size, JSON.stringify(head)])
}

/** The proofs that a head of this log extends those that a witness has, as far as it says that it does. */
export async function proveFrom(
  sql: Sql,
  known: readonly TreeHead[],
  head: TreeHead,
): Promise<readonly ExtensionProof[]> {
  const proofs: ExtensionProof[] = []
  for (const base of known.filter((other) => saysToExtend(head, other))) {
    const path: string[] = []
    for (const range of consistencyRanges(base.size, head.size)) path.push(await rangeHash(sql, range))
    proofs.push({ base, path })
  }
  return proofs
}

/**
 * The highest incarnation that shows this database to be an older one than the member has had: a head which the member
 * has signed, that this log is not an extension of, or that is of a later life. Undefined where nothing shows it.
 */
export async function newerLife(
  { sql, own }: { readonly sql: Sql; readonly own: UnsignedHead },
  signed: readonly TreeHead[],
): Promise<number | undefined> {
  const present = incarnationOf(own)
  let newest: number | undefined
  for (const head of signed) {
    const incarnation = incarnationOf(head)
    if (incarnation < present) continue
    const isAhead = incarnation > present || head.size > own.size
    if (!isAhead && (await rangeHash(sql, { from: 0, to: head.size })) === head.root) continue
    newest = Math.max(newest ?? 0, incarnation)
  }
  return newest
}

/** All heads that this member has signed, oldest first. */
export async function readOwnHeads(sql: Pick<Database, 'query'>): Promise<readonly TreeHead[]> {
  const rows = await sql.query<{ head: TreeHead }>('SELECT head FROM audit.own_head ORDER BY id')
  return rows.map(({ head }) => head)
}
