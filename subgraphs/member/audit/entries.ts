import type { AuditEntry } from '@lawang/schema/audit/entries'
import type { Sql } from '../store/database.ts'

const INSERT = 'INSERT INTO audit.entry (entry) VALUES ($1)'

/** Writes an entry of the audit log, in the transaction of what it tells of. */
export async function writeEntry(sql: Sql, entry: AuditEntry): Promise<void> {
  await sql.prepared(INSERT, [JSON.stringify(entry)])
}

/**
 * Writes down what is in use from now on, unless the last entry of the type says so already. For what changes with a start
 * of the server: keys, rules, the registry.
 */
export async function noteInUse(
  sql: Sql,
  { type, detail, at }: Required<Pick<AuditEntry, 'type' | 'detail' | 'at'>>,
): Promise<void> {
  await sql.query(
    `INSERT INTO audit.entry (entry) SELECT $1::jsonb
     WHERE $2 IS DISTINCT FROM
       (SELECT entry ->> 'detail' FROM audit.entry WHERE entry ->> 'type' = $3 ORDER BY id DESC LIMIT 1)`,
    [JSON.stringify({ type, at, detail }), detail, type],
  )
}
