import type { Sql } from '@lawang/member/store/database'
import type { Cursor } from '@lawang/schema/exchange/messages'
import { keptSince, PRUNED_AT_ONCE } from '@lawang/schema/exchange/retention'

/** The oldest rows up to the member's cursor, without gap: as in the pruning of a member's log. */
const PRUNE = `
  WITH oldest AS (
    SELECT n, at FROM hub.mail WHERE member = $1 AND incarnation = $2 AND n <= $3 ORDER BY n LIMIT $5
  ), judged AS (
    SELECT n, bool_or(at >= $4) OVER (ORDER BY n) AS stays FROM oldest
  ), pruned AS (
    DELETE FROM hub.mail AS mail USING judged
    WHERE mail.member = $1 AND mail.incarnation = $2 AND mail.n = judged.n AND NOT judged.stays RETURNING 1
  )
  SELECT count(*)::float8 AS count FROM pruned`

/**
 * Takes away what nobody can come to need of the members' mail, and gives the number of rows. `cursors` are the members'
 * own, by name, as they last said them to this process: the mail of one that was not heard stays.
 */
export async function pruneMail(sql: Sql, cursors: ReadonlyMap<string, Cursor>, now: Date): Promise<number> {
  let sum = 0
  for (const [member, cursor] of cursors) sum += await pruneMailOf(sql, member, cursor, now)
  return sum
}

async function pruneMailOf(sql: Sql, member: string, { incarnation, n }: Cursor, now: Date): Promise<number> {
  for (let sum = 0; ; ) {
    const values = [member, incarnation, n, keptSince(now), PRUNED_AT_ONCE]
    const [pruned] = await sql.query<{ count: number }>(PRUNE, values)
    const count = pruned?.count ?? 0
    sum += count
    if (count < PRUNED_AT_ONCE) return sum
  }
}
