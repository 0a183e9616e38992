import type { Sql } from './database.ts'

/** Steps about single complaints share this lock; a step that reads everything has it alone. */
const CUSTODY_LOCK = 0x6c61_7763
/** Milliseconds. An act is checked with more lease left than this, so that it cannot commit after the lease's end. */
const LONGEST_TRANSACTION_MS = 30_000

/**
 * Begins a transaction of the protocol. One about single complaints runs beside others of its kind. One that is alone
 * sees every row as it is told in its report: nothing is written beside it that the report would not show.
 */
export async function beginTurn(sql: Sql, kind: 'BESIDE_OTHERS' | 'ALONE'): Promise<void> {
  // A report of everything may take its time: nobody acts by it.
  const limit = kind === 'ALONE' ? 0 : LONGEST_TRANSACTION_MS
  const lock = kind === 'ALONE' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'
  await sql.query(`SELECT set_config('transaction_timeout', $1, true), ${lock}($2)`, [`${limit}`, CUSTODY_LOCK])
}
