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
  return create((name) => [`CREATE DATABASE ${name}`])
}

/** A copy of a database as it is now, as a backup is one. Whoever is connected to it is cut off. */
export async function copyDatabase(url: string): Promise<TestDatabase> {
  const original = new URL(url).pathname.slice(1)
  return create((name) => [
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${original}'`,
    `CREATE DATABASE ${name} TEMPLATE ${original}`,
  ])
}

async function create(statements: (name: string) => readonly string[]): Promise<TestDatabase> {
  const server = process.env.LAWANG_TEST_DATABASE_URL
  if (!server) throw new Error('These tests need PostgreSQL: run `npm test`, which starts one and says where it is.')
  const name = `lawang_test_${randomBytes(6).toString('hex')}`
  for (const statement of statements(name)) await onServer(server, statement)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}
