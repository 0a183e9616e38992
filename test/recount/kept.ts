import type { Sql } from '@lawang/member/store/database'
import { WORK_INDICATORS } from '@lawang/member/work'
import type { Numbers } from './ledger.ts'

/** The numbers that the hub's transactions have kept, in the same form as a recount. */

const CELL = `concat_ws(' ', to_char(month, 'YYYY-MM'), door, category, agency, holder,
  CASE WHEN confidential THEN 'true' ELSE 'false' END, status)`

export function keptCells(sql: Sql): Promise<Numbers> {
  return read(sql, `SELECT ${CELL} AS key, count::float8 AS number FROM hub.recap_cell`)
}

export function keptFirsts(sql: Sql): Promise<Numbers> {
  return read(
    sql,
    `SELECT ${CELL} AS key, (extract(epoch FROM first_filed) * 1000)::float8 AS number FROM hub.recap_cell`,
  )
}

export function keptWork(sql: Sql): Promise<Numbers> {
  const each = WORK_INDICATORS.map((name) => `('${name}', ${name})`).join(', ')
  return read(
    sql,
    `SELECT concat_ws(' ', government, day::text, indicator) AS key, number::float8 AS number
     FROM hub.work_day, LATERAL (VALUES ${each}) AS kept (indicator, number) WHERE number <> 0`,
  )
}

export function keptVillages(sql: Sql, column: 'filed' | 'settled'): Promise<Numbers> {
  return read(
    sql,
    `SELECT concat_ws(' ', village, day::text) AS key, ${column}::float8 AS number FROM hub.village_day WHERE ${column} <> 0`,
  )
}

async function read(sql: Sql, query: string): Promise<Numbers> {
  const rows = await sql.query<{ key: string; number: number }>(query)
  return new Map(rows.map(({ key, number }) => [key, number]))
}
