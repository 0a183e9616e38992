import type { Database } from '@lawang/member/store/database'
import { openMemberDatabase } from '@lawang/member/store/member-database'
import { createTestDatabase } from '@lawang/member/store/test-database'
import { expect, it } from 'vitest'
import { idOf, loadDoor } from './load-door.ts'

/** What the reading of a complaint with its journey by its id asks the database. */
const LOOKUPS = [
  `SELECT * FROM complaint WHERE id = ANY(ARRAY[$1::text])`,
  `SELECT event FROM chain_event WHERE complaint = $1 AND government = '64.08' ORDER BY seq`,
]

/** An index may grow by a level: one block more for each lookup. */
const ONE_LEVEL_EACH = LOOKUPS.length

interface Plan {
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
}

/** How many blocks the database looks at to find the complaint: what a lookup costs, whatever else the machine does. */
async function blocksOf(database: Database, id: string): Promise<number> {
  let blocks = 0
  for (const lookup of LOOKUPS) {
    const [row] = await database.query<{ 'QUERY PLAN': readonly [{ readonly Plan: Plan }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${lookup}`,
      [id],
    )
    const plan = row?.['QUERY PLAN'][0].Plan
    blocks += (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)
  }
  return blocks
}

it('D15: a tracking id is found among fifty thousand complaints as it is among a thousand', async () => {
  const blocks: number[] = []
  for (const complaints of [1_000, 50_000]) {
    const target = await createTestDatabase()
    const database = await openMemberDatabase(target.url)
    await loadDoor(database, complaints)
    blocks.push(await blocksOf(database, idOf(complaints / 2)))
    await database.close()
    await target.drop()
  }
  const [few = 0, many = 0] = blocks
  expect(few).toBeGreaterThan(0)
  expect(many).toBeLessThanOrEqual(few + ONE_LEVEL_EACH)
}, 180_000)
