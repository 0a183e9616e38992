import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatabaseUnavailable } from './database.ts'
import { openMemberDatabase } from './member-database.ts'
import { MEMBER_MIGRATIONS } from './migrations/list.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let target: TestDatabase

beforeAll(async () => {
  target = await createTestDatabase()
})
afterAll(() => target.drop())

test('servers that start at the same moment migrate once, one after the other', async () => {
  const databases = await Promise.all([1, 2, 3].map(() => openMemberDatabase(target.url)))
  const executed = await databases[0]?.query('SELECT name FROM member_migration ORDER BY id')
  expect(executed).toEqual(MEMBER_MIGRATIONS.map(({ name }) => ({ name })))
  await Promise.all(databases.map((database) => database.close()))
})

test('a database that a newer version has migrated is refused by an older one', async () => {
  const database = await openMemberDatabase(target.url)
  await database.query("INSERT INTO member_migration (name) VALUES ('9999-from-the-future')")
  await database.close()
  await expect(openMemberDatabase(target.url)).rejects.toThrow(
    'The database has the migration 9999-from-the-future, which this version does not know: start a newer version.',
  )
})

test('a database that is away is one sentence without the password', async () => {
  const url = new URL(target.url)
  url.pathname = '/lawang_is_not_here'
  url.password = url.password || 'hidden-word'
  const failing = openMemberDatabase(url.href)
  await expect(failing).rejects.toThrow(DatabaseUnavailable)
  await expect(failing).rejects.toThrow(/^The database at [^ ]+\/lawang_is_not_here does not answer: /)
  await expect(failing).rejects.not.toThrow(url.password)
})
