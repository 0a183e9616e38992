import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createIdentities } from '@lawang/member/identity/identities'
import { createKeyRing, parseKeyRing } from '@lawang/member/identity/key-ring'
import type { Databases } from './databases.ts'
import type { Violation } from './violation.ts'

interface Table {
  readonly name: string
}

/** Looks for the marker, which is in every reporter's identity, in each row of each table and in what servers printed. */
export async function checkIdentity(
  databases: Databases,
  dataFolder: string,
  marker: string,
): Promise<readonly Violation[]> {
  const violations: Violation[] = []
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
      if (count > 0) violations.push({ rule: 'IDENTITY', text: `${count} rows of ${name} at ${member}` })
    }
  }
  // Nothing found anywhere would only say that the marker is wrong: with its key, a door knows its reporters.
  if (!(await opensAtADoor(databases, dataFolder, marker))) {
    violations.push({ rule: 'IDENTITY', text: 'no door can open an identity with the marker: the search is blind' })
  }
  const logs = join(dataFolder, 'logs')
  for (const file of readdirSync(logs)) {
    if (readFileSync(join(logs, file), 'utf8').includes(marker)) {
      violations.push({ rule: 'IDENTITY', text: `the output of ${file}` })
    }
  }
  return violations
}

const CHECKER = { role: 'test', subject: 'check-identity', purpose: 'to see that there is something to find' }

/** Whether some member can open a reporter's identity with the marker, with the keys that lie beside its door's key. */
async function opensAtADoor(databases: Databases, dataFolder: string, marker: string): Promise<boolean> {
  for (const member of databases.members) {
    const query = databases.of(member)
    const [row] = await query<{ complaint: string }>('SELECT complaint FROM identity.reporter LIMIT 1')
    if (!row) continue
    const ring = parseKeyRing(readFileSync(join(dataFolder, 'keys', `${member}.door-key.identity`), 'utf8'))
    const identities = createIdentities({
      database: { query, prepared: query },
      keys: createKeyRing(ring, randomBytes),
      randomBytes,
    })
    const known = await identities.show(row.complaint, CHECKER, new Date())
    if (known.state === 'KEPT' && JSON.stringify(known.record).includes(marker)) return true
  }
  return false
}
