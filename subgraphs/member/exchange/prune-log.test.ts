import type { LogMessage } from '@lawang/schema/exchange/messages'
import { PRUNED_AT_ONCE, RETENTION } from '@lawang/schema/exchange/retention'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Database } from '../store/database.ts'
import { appendNews, readLog } from '../store/log.ts'
import { openMemberDatabase } from '../store/member-database.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { pruneLog } from './prune-log.ts'

let target: TestDatabase
let database: Database

beforeEach(async () => {
  target = await createTestDatabase()
  database = await openMemberDatabase(target.url)
})
afterEach(async () => {
  await database.close()
  await target.drop()
})

const MINUTE = 60_000
const row: LogMessage = { type: 'HandoverWithdrawn', complaint: 'x', epoch: 1, request: 'r' }

async function write(rows: number): Promise<void> {
  await database.transaction((tx) => appendNews(tx, { log: Array.from({ length: rows }, () => row), feed: [] }))
}

async function hubHasRead(incarnation: number, n: number): Promise<void> {
  await database.query('UPDATE hub_contact SET log_incarnation = $1, log_n = $2', [incarnation, n])
}

async function left(): Promise<readonly number[]> {
  const rows = await database.query<{ n: string }>('SELECT n FROM log ORDER BY incarnation, n')
  return rows.map(({ n }) => Number(n))
}

/** The moment at which the rows that are written now are just older than the retention. */
const afterRetention = () => new Date(Date.now() + RETENTION + MINUTE)

it('rows that the hub has read stay for as long as a backup of the hub may need them', async () => {
  await write(3)
  await hubHasRead(1, 3)
  expect(await pruneLog(database, new Date(Date.now() + RETENTION - MINUTE))).toBe(0)
  expect(await pruneLog(database, afterRetention())).toBe(3)
  expect(await left()).toEqual([])
})

it('a row that the hub has not read stays for ever', async () => {
  await write(5)
  await hubHasRead(1, 2)
  expect(await pruneLog(database, afterRetention())).toBe(2)
  expect(await left()).toEqual([3, 4, 5])
  expect((await readLog(database, { incarnation: 1, n: 2 }, { rows: 9, bytes: 9_999 })).map(({ n }) => n)).toEqual([
    3, 4, 5,
  ])
})

it('no gap comes to be where the wall clock was put back', async () => {
  await write(4)
  await hubHasRead(1, 4)
  await database.query("UPDATE log SET at = at + interval '1 hour' WHERE n = 2")
  expect(await pruneLog(database, afterRetention())).toBe(1)
  expect(await left()).toEqual([2, 3, 4])
})

it('a cursor of an older incarnation says nothing of the present one', async () => {
  await write(2)
  await hubHasRead(1, 2)
  await database.query('UPDATE log_counter SET incarnation = 2, log = 0')
  await write(2)
  expect(await pruneLog(database, afterRetention())).toBe(2)
  expect(await left()).toEqual([1, 2])
})

it('more than one statement takes is pruned too', async () => {
  await write(PRUNED_AT_ONCE + 5)
  await hubHasRead(1, PRUNED_AT_ONCE + 5)
  expect(await pruneLog(database, afterRetention())).toBe(PRUNED_AT_ONCE + 5)
})

it('new rows go on from the last number', async () => {
  await write(3)
  await hubHasRead(1, 3)
  await pruneLog(database, afterRetention())
  await write(1)
  expect(await left()).toEqual([4])
})
