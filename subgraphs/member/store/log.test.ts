import type { LogMessage } from '@lawang/schema/exchange/messages'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database, Transaction } from './database.ts'
import { appendNews, readLog } from './log.ts'
import { openMemberDatabase } from './member-database.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let target: TestDatabase
let database: Database

beforeAll(async () => {
  target = await createTestDatabase()
  database = await openMemberDatabase(target.url)
  await database.query('CREATE TABLE serial_log (n bigserial PRIMARY KEY, at integer)')
})
afterAll(async () => {
  await database.close()
  await target.drop()
})

const LIMIT = { rows: 1_000, bytes: 1_000_000 }
const WRITERS = 8
const WRITES = 25

const message = (request: string): LogMessage => ({ type: 'HandoverWithdrawn', complaint: 'x', epoch: 1, request })

/** A reader that goes on from the last number it has read; `finish` reads to the end and gives all that it saw. */
function startReader(read: (after: number) => Promise<readonly number[]>) {
  const seen: number[] = []
  let finishing = false
  const reading = (async () => {
    for (let last = false; !last; ) {
      last = finishing
      seen.push(...(await read(seen.at(-1) ?? 0)))
    }
  })()
  return {
    async finish(): Promise<readonly number[]> {
      finishing = true
      await reading
      return seen
    },
  }
}

/** Transactions at once, each with work of another length around its append. */
async function writeConcurrently(append: (tx: Transaction, name: string) => Promise<unknown>): Promise<void> {
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let i = 0; i < WRITES; i++) {
        await database.transaction(async (tx) => {
          await append(tx, `${writer}/${i}`)
          await tx.query('SELECT pg_sleep($1)', [((writer * 7 + i) % 5) / 1000])
        })
      }
    }),
  )
}

test('a reader of a serial number skips rows that commit late (why the log has a counter)', async () => {
  const reader = startReader(async (after) => {
    const rows = await database.query<{ n: string }>('SELECT n FROM serial_log WHERE n > $1 ORDER BY n', [after])
    return rows.map((row) => Number(row.n))
  })
  await writeConcurrently((tx) => tx.query('INSERT INTO serial_log (at) VALUES (1)'))
  expect((await reader.finish()).length).toBeLessThan(WRITERS * WRITES)
})

test('a reader of the log skips nothing, whoever writes at the same time', async () => {
  const reader = startReader(async (after) =>
    (await readLog(database, { incarnation: 1, n: after }, LIMIT)).map((row) => row.n),
  )
  await writeConcurrently((tx, name) => appendNews(tx, { log: [message(name)], feed: [] }))
  expect(await reader.finish()).toEqual(Array.from({ length: WRITERS * WRITES }, (_, i) => i + 1))
})

test('a transaction that fails leaves no gap', async () => {
  const before = await readLog(database, { incarnation: 1, n: 0 }, LIMIT)
  const failing = database.transaction(async (tx) => {
    await appendNews(tx, { log: [message('lost'), message('lost too')], feed: [] })
    throw new Error('refused at the last moment')
  })
  await expect(failing).rejects.toThrow('refused at the last moment')
  await database.transaction((tx) => appendNews(tx, { log: [message('a'), message('b')], feed: [] }))
  const after = await readLog(database, { incarnation: 1, n: before.length }, LIMIT)
  expect(after.map((row) => row.n)).toEqual([before.length + 1, before.length + 2])
  expect(after.map((row) => row.message)).toEqual([message('a'), message('b')])
})

test('a cursor of an older incarnation continues with the first row of this one', async () => {
  const [first] = await readLog(database, { incarnation: 0, n: 99 }, LIMIT)
  expect(first).toMatchObject({ incarnation: 1, n: 1 })
})
