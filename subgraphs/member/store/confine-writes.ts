import { NATION } from '@lawang/schema/region'
import type { Actor } from '../domain/model.ts'
import type { Transaction } from './database.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** One statement beside others: nobody waits for it. */
const CONFINE = `SELECT set_config('lawang.acts_for', $1, true), set_config('lawang.acts_as', $2, true)`

/** Where nobody's rows are: no government has this code. */
const NOWHERE = '-'

/**
 * From here on this transaction writes for an officer: the database itself refuses rows of other governments and, of an
 * operator, cases of other agencies, whatever was checked before. It does not loosen what the table of rights says.
 */
export function confineWrites(tx: Pick<Transaction, 'send'>, { role, region, agency }: Person): void {
  const government = role === 'national-admin' ? NATION : region
  tx.send(CONFINE, [government ?? NOWHERE, role === 'operator' ? (agency ?? NOWHERE) : ''])
}

const CONFINE_REPORTER = `SELECT set_config('lawang.reports_on', $1, true)`

/**
 * From here on this transaction writes for whoever has shown the receipt of this complaint: the database refuses rows of
 * others, and what is for officers alone.
 */
export function confineToComplaint(tx: Pick<Transaction, 'send'>, complaint: string): void {
  tx.send(CONFINE_REPORTER, [complaint])
}
