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
