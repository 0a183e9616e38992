import type { Sql } from './database.ts'

export interface DueCase {
  readonly id: string
  readonly complaint: string
  readonly government: string
}

/** Cases whose clocks have something to do by now, in the order of their ids; without `after` from the beginning. */
export function findDueCases(sql: Sql, now: Date, most: number, after?: string): Promise<DueCase[]> {
  return sql.query<DueCase>(
    `SELECT id, complaint, government FROM case_file WHERE due_at <= $1 AND id > $3 ORDER BY id LIMIT $2`,
    [now.toISOString(), most, after ?? ''],
  )
}

/** Notes a reminder of every deadline that is near, once for each deadline. Returns how many are new. */
export async function writeReminders(sql: Sql, now: Date): Promise<number> {
  const written = await sql.query(
    `INSERT INTO case_reminder (case_id, clock, deadline_at, reminded_at)
     SELECT id, deadline_clock, deadline_at, $1 FROM case_file WHERE warn_at <= $1 AND deadline_at > $1
     ON CONFLICT DO NOTHING RETURNING case_id`,
    [now.toISOString()],
  )
  return written.length
}
