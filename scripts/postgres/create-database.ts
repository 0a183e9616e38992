import { Client, escapeIdentifier } from 'pg'

const DUPLICATE_DATABASE = '42P04'
// Of two that create it at the same time, the later one meets the other's row.
const UNIQUE_VIOLATION = '23505'

/** Creates a database unless it is there, and gives its URL. `serverUrl` is of a user who may create databases. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${escapeIdentifier(name)}`).catch(unlessItIsThere)
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

function unlessItIsThere(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== DUPLICATE_DATABASE && code !== UNIQUE_VIOLATION) throw error
}
