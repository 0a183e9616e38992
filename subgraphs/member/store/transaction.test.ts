import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let target: TestDatabase
let database: Database

beforeAll(async () => {
  target = await createTestDatabase()
  database = await openDatabase({ url: target.url, entities: [], migrations: [], migrationTable: 'migration' })
  await database.query('CREATE TABLE thing (n integer PRIMARY KEY)')
})
afterAll(async () => {
  await database.close()
  await target.drop()
})

const INSERT = 'INSERT INTO thing (n) VALUES ($1)'
const stored = () => database.query('SELECT n FROM thing ORDER BY n')

test('statements that nobody waits for are committed with the rest, and undone with it when one fails', async () => {
  await database.transaction(async (tx) => tx.send(INSERT, [1]))
  const failing = database.transaction(async (tx) => {
    tx.send(INSERT, [2])
    tx.send(INSERT, [1])
  })
  await expect(failing).rejects.toMatchObject({ code: '23505' })
  expect(await stored()).toEqual([{ n: 1 }])
})

test('a transaction whose opening fails does nothing at all', async () => {
  const work = database.transaction(async (tx) => tx.send(INSERT, [3]), { text: 'SELECT 1 / 0' })
  await expect(work).rejects.toMatchObject({ code: '22012' })
  expect(await stored()).toEqual([{ n: 1 }])
})
