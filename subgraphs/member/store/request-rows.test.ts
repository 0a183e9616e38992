import type { LogMessage } from '@lawang/schema/exchange/messages'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { appendNews, readLog } from './log.ts'
import { openMemberDatabase } from './member-database.ts'
import { readMember } from './member-row.ts'
import { readRequestRows } from './request-rows.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let target: TestDatabase
let database: Database

beforeAll(async () => {
  target = await createTestDatabase()
  database = await openMemberDatabase(target.url)
})
afterAll(async () => {
  await database.close()
  await target.drop()
})

const LIMIT = { rows: 2, bytes: 1_000_000 }
const message = (request: string): LogMessage => ({ type: 'HandoverWithdrawn', complaint: 'x', epoch: 1, request })
const read = (n: number) => readRequestRows(database, 'member', { incarnation: 1, n }, LIMIT)

test('a request says where the server stands also when its log has no news', async () => {
  expect(await read(0)).toEqual({
    ...(await readMember(database, 'member')),
    log: [],
    hasWishes: false,
    hasNotes: false,
  })
})

test('a request carries the next rows of the log, no more than its limit', async () => {
  await database.transaction((tx) => appendNews(tx, { log: ['a', 'b', 'c'].map(message), feed: [] }))
  for (const n of [0, 1, 2, 3]) {
    expect((await read(n)).log).toEqual(await readLog(database, { incarnation: 1, n }, LIMIT))
  }
  expect((await read(0)).log.map((row) => row.n)).toEqual([1, 2])
})

test('a request says whether a handover waits for contact, and whether an act of a reporter waits', async () => {
  await database.query(
    `INSERT INTO custody (complaint, government, door, state, epoch, wish, dossier)
     VALUES ('x', '64.08', '64.08', 'HOLDING', 1, '{}', '{}')`,
  )
  expect(await read(3)).toMatchObject({ hasWishes: true, hasNotes: false })
  await database.query(`INSERT INTO waiting_note (complaint, government) VALUES ('x', '64.08')`)
  expect(await read(3)).toMatchObject({ hasWishes: true, hasNotes: true })
})
