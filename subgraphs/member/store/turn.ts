import { PLANS_BY_KEY } from './plans-by-key.ts'
import type { Opening } from './transaction.ts'

/** Steps about single complaints share this lock; a step that reads everything has it alone. */
const CUSTODY_LOCK = 0x6c61_7763
/** Milliseconds. An act is checked with more lease left than this, so that it cannot commit after the lease's end. */
const LONGEST_TRANSACTION_MS = 30_000

/**
 * What a transaction of the protocol begins with. One about single complaints runs beside others of its kind. One that
 * is alone sees every row as it is told in its report: nothing is written beside it that the report would not show.
 */
export function turnOpening(kind: 'BESIDE_OTHERS' | 'ALONE'): Opening {
  // A report of everything may take its time: nobody acts by it.
  const limit = kind === 'ALONE' ? 0 : LONGEST_TRANSACTION_MS
  const lock = kind === 'ALONE' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'
  return {
    text: `SELECT ${PLANS_BY_KEY} || set_config('transaction_timeout', $1, true), ${lock}(${CUSTODY_LOCK})`,
    values: [String(limit)],
  }
}
