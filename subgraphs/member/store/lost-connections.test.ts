import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

const CONNECTIONS = 2

let target: TestDatabase
let database: Database

beforeAll(async () => {
  target = await createTestDatabase()
  database = await openDatabase({
    ...{ url: target.url, entities: [], migrations: [], migrationTable: 'migration' },
    connections: CONNECTIONS,
  })
})
afterAll(async () => {
  await database.close()
  await target.drop()
})

test('transactions whose connections are lost do not use up the pool', async () => {
  const lose = () => database.transaction((tx) => tx.query('SELECT pg_terminate_backend(pg_backend_pid())'))
  const lost = await Promise.allSettled(Array.from({ length: 2 * CONNECTIONS }, lose))
  expect(lost.map(({ status }) => status)).toEqual(Array.from({ length: 2 * CONNECTIONS }, () => 'rejected'))
  await expect(database.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }])
})

test('a transaction that was refused leaves its connection as it was', async () => {
  const refused = database.transaction(async () => {
    throw new Error('refused')
  })
  await expect(refused).rejects.toThrow('refused')
  await expect(database.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }])
})
