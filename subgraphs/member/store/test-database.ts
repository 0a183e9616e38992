import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

/** An empty database for one test file, on the server that the tests are given. */
export interface TestDatabase {
  readonly url: string
  /** Drops it, with whoever is still connected. */
  drop(): Promise<void>
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Creates an empty database. Fails with one sentence when the tests were started without a server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.LAWANG_TEST_DATABASE_URL
  if (!server) throw new Error('These tests need PostgreSQL: run `npm test`, which starts one and says where it is.')
  const name = `lawang_test_${randomBytes(6).toString('hex')}`
  await onServer(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}
