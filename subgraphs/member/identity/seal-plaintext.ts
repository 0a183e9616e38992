import type { Reporter } from '../domain/model.ts'
import type { Database } from '../store/database.ts'
import type { Identities } from './identities.ts'

interface PlainRow {
  readonly complaint: string
  readonly name: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly filed_at: Date
}

/**
 * Seals the identities that an earlier version stored in the clear, and drops their table, so that the file with them is
 * gone too. Does nothing where that was done. It may be interrupted: what is sealed already is sealed again.
 */
export async function sealPlaintext(database: Database, identities: Identities): Promise<number> {
  const [table] = await database.query<{ there: boolean }>(
    `SELECT to_regclass('identity.unsealed_reporter') IS NOT NULL AS there`,
  )
  if (!table?.there) return 0
  return database.transaction(async (tx) => {
    await tx.query('SET LOCAL idle_in_transaction_session_timeout = 0')
    await tx.query(`SELECT set_config('role', tableowner, true) FROM pg_tables
      WHERE schemaname = 'identity' AND tablename = 'unsealed_reporter'`)
    await tx.query('LOCK TABLE identity.unsealed_reporter IN ACCESS EXCLUSIVE MODE')
    const rows = await tx.query<PlainRow>('SELECT * FROM identity.unsealed_reporter')
    const at = new Date()
    for (const row of rows)
      await identities.keep(tx, await identities.seal(row.complaint, { reporter: reporterOf(row) }), at)
    await tx.query('DROP TABLE identity.unsealed_reporter')
    return rows.length
  })
}

function reporterOf({ name, phone, email }: PlainRow): Reporter {
  return { name: name ?? undefined, phone: phone ?? undefined, email: email ?? undefined }
}
