import pg from 'pg'

/** Every row of every table as text, bytes as hex, whatever schema it is in: what a stolen dump says. */
export async function dumpDatabase(connectionString: string): Promise<Buffer> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    )
    const texts: string[] = []
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`SELECT it::text AS row FROM ${name} AS it`)
      texts.push(name, ...rows.map(({ row }) => row))
    }
    return Buffer.from(texts.join('\n'))
  } finally {
    await client.end()
  }
}
