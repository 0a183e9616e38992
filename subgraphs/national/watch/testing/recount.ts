import type { Sql } from '@lawang/member/store/database'
import { expect } from 'vitest'

/** Fails when what is kept for the watch is not what counting all rows gives. */
export async function expectRecount(sql: Sql): Promise<void> {
  expect(await sql.query(`${KEPT_CUSTODY} ORDER BY key`)).toEqual(await sql.query(`${COUNTED_CUSTODY} ORDER BY key`))
  expect(
    await sql.query('SELECT door, count::text AS count FROM hub.filed_count WHERE count <> 0 ORDER BY door'),
  ).toEqual(await sql.query('SELECT door, count(*)::text AS count FROM hub.listing GROUP BY door ORDER BY door'))
}

const KEPT_CUSTODY = `
  SELECT concat_ws(' ', holder, door, lease_class, leased, state) AS key, count::text AS count
  FROM hub.custody_count WHERE count <> 0`

const COUNTED_CUSTODY = `
  SELECT concat_ws(' ', holder, door, lease_class, epoch > 1, state) AS key, count(*)::text AS count
  FROM hub.register WHERE length > 0 GROUP BY 1`
