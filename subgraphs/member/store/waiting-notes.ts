import { type Custody, isAccountable } from '@lawang/schema/exchange/custody'
import { waitingNotes } from '@lawang/schema/exchange/reporter-act'
import type { ChainOwner } from './chains.ts'
import type { CustodyChange } from './custodies.ts'
import type { Sql, Transaction } from './database.ts'
import { sendRows } from './send-rows.ts'

const MARK = `
  INSERT INTO waiting_note (complaint, government)
  SELECT complaint, government FROM json_populate_recordset(NULL::waiting_note, $1) ON CONFLICT DO NOTHING`

const CLEAR = `
  DELETE FROM waiting_note AS w USING json_populate_recordset(NULL::waiting_note, $1) AS o
  WHERE w.complaint = o.complaint AND w.government = o.government`

/** Keeps the list of governments that have something of a reporter's to carry out, with every custody that is written. */
export function markWaitingNotes(tx: Transaction, changes: readonly CustodyChange[]): void {
  const turned = changes.filter(
    ({ before, after }) => (before !== undefined && hasWaiting(before)) !== hasWaiting(after),
  )
  const owners = (waits: boolean): readonly ChainOwner[] =>
    turned
      .filter(({ after }) => hasWaiting(after) === waits)
      .map(({ after: { complaint, government } }) => ({ complaint, government }))
  sendRows(tx, MARK, owners(true))
  sendRows(tx, CLEAR, owners(false))
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
