import { incarnationOf, type TreeHead } from '@lawang/schema/audit/heads'
import type { ForkReason, HeadVerdict, KnownHeads } from '@lawang/schema/audit/judge-head'
import type { Sql, Transaction } from '../store/database.ts'

/** The newest heads of a member that a new one is judged by, beside the largest of each of its lives. */
const JUDGED_BY = 500
/** What was heard between two heads of the member itself: one an hour from each other witness. */
const MOST_HEARD = 20

/** Heads of one member are judged one after the other. */
export async function lockHeads(tx: Transaction, member: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('audit heads of ' || $1, 0))`, [member])
}

const PROVED = "verdict IN ('FIRST', 'EXTENDS', 'RESTORED')"

/** What is known here of a member's log. */
export async function readKnownHeads(sql: Sql, member: string): Promise<KnownHeads> {
  const rows = await sql.query<{ head: TreeHead; proved: boolean }>(
    `SELECT head, ${PROVED} AS proved FROM audit.kept_head WHERE id IN (
       (SELECT id FROM audit.kept_head WHERE member = $1 AND ${PROVED} ORDER BY id DESC LIMIT ${JUDGED_BY})
       UNION
       (SELECT DISTINCT ON (incarnation) id FROM audit.kept_head WHERE member = $1 AND ${PROVED}
        ORDER BY incarnation, size DESC, id DESC)
       UNION
       (SELECT id FROM audit.kept_head WHERE member = $1 AND verdict = 'HEARD' AND id >
          (SELECT coalesce(max(id), 0) FROM audit.kept_head WHERE member = $1 AND ${PROVED})
        ORDER BY id DESC LIMIT ${MOST_HEARD}))
     ORDER BY id`,
    [member],
  )
  const isProved = Map.groupBy(rows, ({ proved }) => proved)
  const headsOf = (proved: boolean) => (isProved.get(proved) ?? []).map(({ head }) => head)
  return { proved: headsOf(true), heard: headsOf(false) }
}

export async function keepHead(
  sql: Sql,
  head: TreeHead,
  verdict: Exclude<HeadVerdict['kind'], 'KNOWN' | 'LATE' | 'PROOF_NEEDED'> | 'HEARD',
  { at, lost = 0 }: { readonly at: Date; readonly lost?: number },
): Promise<void> {
  await sql.query(
    `INSERT INTO audit.kept_head (member, incarnation, size, head, verdict, lost, received_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [head.member, incarnationOf(head), head.size, JSON.stringify(head), verdict, lost, at],
  )
}

/** Two heads of two histories. */
export interface Fork {
  readonly one: TreeHead
  readonly other: TreeHead
  readonly reason: ForkReason
}

export async function keepFork(sql: Sql, { one, other, reason }: Fork, at: Date): Promise<void> {
  await sql.query('INSERT INTO audit.fork (member, reason, one, other, found_at) VALUES ($1, $2, $3, $4, $5)', [
    ...[one.member, reason, JSON.stringify(one), JSON.stringify(other), at],
  ])
}
