import { Client, escapeIdentifier } from 'pg'

const DUPLICATE_DATABASE = '42P04'

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
  if (!(error instanceof Error && 'code' in error && error.code === DUPLICATE_DATABASE)) throw error
}
