import { createHash, randomBytes } from 'node:crypto'
import type { MigrationObject } from '@mikro-orm/core'
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

/** A database that is filled once on a server, for as many copies as tests want of it: they take a tenth of the time. */
export interface Filling {
  readonly kind: string
  /** What it is filled by: with other migrations it is another one. */
  readonly migrations: readonly MigrationObject[]
  readonly fill: (url: string) => Promise<void>
}

/** A database of its own as `fill` leaves an empty one. */
export async function createFilledDatabase(filling: Filling): Promise<TestDatabase> {
  const template = await filledDatabase(testServer(), filling)
  return create((name) => [`CREATE DATABASE ${name} TEMPLATE ${template}`])
}

/** Any number that no other lock of a test's server has. */
const FILLING = 7_246_113

/** The name of a filled database that nobody is to be connected to; the first who asks fills it. */
export async function filledDatabase(server: string, { kind, migrations, fill }: Filling): Promise<string> {
  const version = createHash('sha256').update(migrations.map((each) => `${each.name} ${each.class}`).join('\n'))
  const name = `lawang_filled_${kind}_${version.digest('hex').slice(0, 12)}`
  const client = new Client({ connectionString: server })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [FILLING])
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount !== 0) return name
    // Its name says that it is whole: one that was cut short has another, and is made anew.
    await client.query(`DROP DATABASE IF EXISTS ${name}_begun WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${name}_begun`)
    await fill(databaseUrl(server, `${name}_begun`))
    await client.query(`ALTER DATABASE ${name}_begun RENAME TO ${name}`)
    return name
  } finally {
    await client.end()
  }
}

/** The URL of another database on the same server. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

function testServer(): string {
  const server = process.env.LAWANG_TEST_DATABASE_URL
  if (!server) throw new Error('These tests need PostgreSQL: run `npm test`, which starts one and says where it is.')
  return server
}

async function create(statements: (name: string) => readonly string[]): Promise<TestDatabase> {
  const server = testServer()
  const name = `lawang_test_${randomBytes(6).toString('hex')}`
  for (const statement of statements(name)) await onServer(server, statement)
  return {
    url: databaseUrl(server, name),
    drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}
