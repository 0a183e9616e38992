import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { seedCrowd } from '../capacity/crowd.ts'
import { dataOf, type Filed, file, STREET_LIGHTS } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'
import { anybody } from './officials.ts'

const LOOK_UPS = 40
const PEOPLE = 20_000
/** More than a complaint with its journey has, and far fewer than there are people. */
const A_HANDFUL = 20

/** What PostgreSQL has done in the tables that a complaint is read from. */
interface Work {
  /** Rows that scans of a whole table have read. */
  readonly scanned: number
  readonly rows: number
  readonly lookUps: number
}

describe('D15: a complaint is found by its tracking id among those of however many people', () => {
  const databaseUrl = inject('network').databases['kutai-timur'] ?? ''
  const reporter = anybody()
  const client = new pg.Client({ connectionString: databaseUrl })
  let filed: Filed

  const work = async (): Promise<Work> => {
    const { rows } = await client.query<{ scanned: string; rows: string; look_ups: string }>(
      `SELECT sum(seq_tup_read) AS scanned, sum(idx_tup_fetch) AS rows,
         sum(idx_scan) FILTER (WHERE relname = 'complaint') AS look_ups
       FROM pg_stat_user_tables WHERE relname IN ('complaint', 'chain_event')`,
    )
    const [row] = rows
    return { scanned: Number(row?.scanned), rows: Number(row?.rows), lookUps: Number(row?.look_ups) }
  }

  /** Asks the gateway for the complaint again and again, and tells what one look-up has cost the database. */
  const costOfOne = async (): Promise<Omit<Work, 'lookUps'>> => {
    const before = await work()
    for (let n = 0; n < LOOK_UPS; n++) {
      const answer = await reporter.ask({ query: operation('Complaint'), variables: { id: filed.id } })
      expect(dataOf(answer)).toMatchObject({ complaint: { id: filed.id } })
    }
    // Its processes tell of what they have done when they are idle, some seconds later.
    const told = async () => (await work()).lookUps - before.lookUps
    await expect.poll(told, { timeout: 30_000 }).toBeGreaterThanOrEqual(LOOK_UPS)
    const after = await work()
    return { scanned: after.scanned - before.scanned, rows: Math.round((after.rows - before.rows) / LOOK_UPS) }
  }

  beforeAll(async () => {
    await client.connect()
    const named = { anonymous: false, reporter: { name: 'Pelapor Lima Belas' } }
    filed = await file(reporter, { ...STREET_LIGHTS, ...named, idempotencyKey: crypto.randomUUID() })
  })
  afterAll(() => client.end())

  it('is read by its key alone: nobody looks through the others', async () => {
    await seedCrowd({ databaseUrl, like: filed.id, from: 1, to: PEOPLE })
    const { scanned, rows } = await costOfOne()
    expect(scanned).toBeLessThan(PEOPLE)
    expect(rows).toBeGreaterThan(0)
    expect(rows).toBeLessThan(A_HANDFUL)
  })
})
