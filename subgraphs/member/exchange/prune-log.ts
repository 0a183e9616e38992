import { keptSince, PRUNED_AT_ONCE } from '@lawang/schema/exchange/retention'
import type { Sql } from '../store/database.ts'
import { type Loop, startLoop } from './loop.ts'
import { createFaultReport } from './report-fault.ts'

const PRUNE_EVERY = 3_600_000
/** A start has other things to do. */
const PRUNE_FIRST = 5 * 60_000

/**
 * The oldest rows up to the hub's cursor as it was last heard, without gap: what stands behind one that has to stay
 * stays with it, whatever its own time says, because wall clocks are put back.
 */
const PRUNE = `
  WITH oldest AS (
    SELECT log.incarnation, log.n, log.at FROM log, hub_contact
    WHERE (log.incarnation, log.n) <= (hub_contact.log_incarnation, hub_contact.log_n)
    ORDER BY log.incarnation, log.n LIMIT $2
  ), judged AS (
    SELECT incarnation, n, bool_or(at >= $1) OVER (ORDER BY incarnation, n) AS stays FROM oldest
  ), pruned AS (
    DELETE FROM log USING judged
    WHERE log.incarnation = judged.incarnation AND log.n = judged.n AND NOT judged.stays RETURNING 1
  )
  SELECT count(*)::float8 AS count FROM pruned`

/** Takes away what nobody can come to need of this member's log, and gives the number of rows. */
export async function pruneLog(sql: Sql, now: Date): Promise<number> {
  for (let sum = 0; ; ) {
    const [pruned] = await sql.query<{ count: number }>(PRUNE, [keptSince(now), PRUNED_AT_ONCE])
    const count = pruned?.count ?? 0
    sum += count
    if (count < PRUNED_AT_ONCE) return sum
  }
}

/** Prunes once an hour, until stopped. */
export function pruneLogOn(sql: Sql, now: () => Date): Loop {
  return startLoop({
    work: async () => {
      await pruneLog(sql, now())
    },
    every: PRUNE_EVERY,
    first: PRUNE_FIRST,
    report: createFaultReport((line) => console.error(line)),
  })
}
