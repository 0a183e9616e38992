import { type Custody, isAccountable } from '@lawang/schema/exchange/custody'
import { waitingNotes } from '../domain/reporter-note.ts'
import type { ChainOwner } from './chains.ts'
import type { Sql, Transaction } from './database.ts'

/** Keeps the list of governments that have something of the reporter's to carry out; called with every custody written. */
export async function markWaitingNotes(tx: Transaction, before: Custody | undefined, after: Custody): Promise<void> {
  const [waited, waits] = [before !== undefined && hasWaiting(before), hasWaiting(after)]
  if (waited === waits) return
  const { complaint, government } = after
  const statement = waits
    ? 'INSERT INTO waiting_note (complaint, government) VALUES ($1, $2) ON CONFLICT DO NOTHING'
    : 'DELETE FROM waiting_note WHERE complaint = $1 AND government = $2'
  await tx.query(statement, [complaint, government])
}

function hasWaiting(custody: Custody): boolean {
  return isAccountable(custody) && waitingNotes(custody).length > 0
}

/** Owners behind a given one, in order, at most so many; without `after` from the beginning. */
export function findWaitingNotes(sql: Sql, most: number, after?: ChainOwner): Promise<ChainOwner[]> {
  return sql.query<ChainOwner>(
    `SELECT complaint, government FROM waiting_note WHERE (complaint, government) > ($2, $3)
     ORDER BY complaint, government LIMIT $1`,
    [most, after?.complaint ?? '', after?.government ?? ''],
  )
}
