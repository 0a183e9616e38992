import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Databases } from './databases.ts'
import type { Violation } from './violation.ts'

interface Table {
  readonly name: string
}

const HOME = 'identity.reporter'

/** Looks for the marker of every reporter in each row of each table and in what the servers printed. */
export async function checkIdentity(
  databases: Databases,
  dataFolder: string,
  marker: string,
): Promise<readonly Violation[]> {
  const violations: Violation[] = []
  let atHome = 0
  for (const member of databases.members) {
    const query = databases.of(member)
    const tables = await query<Table>(
      `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    )
    for (const { name } of tables) {
      const [row] = await query<{ count: number }>(
        `SELECT count(*)::float8 AS count FROM ${name} AS it WHERE it::text LIKE '%' || $1 || '%'`,
        [marker],
      )
      const count = row?.count ?? 0
      if (name === HOME) atHome += count
      else if (count > 0) violations.push({ rule: 'IDENTITY', text: `${count} rows of ${name} at ${member}` })
    }
  }
  // Nothing found anywhere would only say that the marker is wrong.
  if (atHome === 0) violations.push({ rule: 'IDENTITY', text: `no reporter is in ${HOME}: the search is blind` })
  const logs = join(dataFolder, 'logs')
  for (const file of readdirSync(logs)) {
    if (readFileSync(join(logs, file), 'utf8').includes(marker)) {
      violations.push({ rule: 'IDENTITY', text: `the output of ${file}` })
    }
  }
  return violations
}
