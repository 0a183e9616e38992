import type { Transaction } from '@lawang/member/store/database'
import { sendRows } from '@lawang/member/store/send-rows'
import { isClosedRegister, type Register } from '@lawang/schema/exchange/register'
import { listingOf } from '../directory/project.ts'
import { custodyStateOf, type RegisterChange } from './register-change.ts'

/** By how much a count changes. */
interface CustodyDelta {
  readonly door: string
  readonly holder: string
  readonly lease_class: string
  readonly leased: boolean
  readonly state: string
  count: number
}

/** Keeps what the watch counts equal to a recount of the rows that a transaction has changed. */
export function saveCounts(tx: Transaction, changes: readonly RegisterChange[]): void {
  sendRows(tx, ADD_CUSTODY, custodyDeltas(changes))
  sendRows(tx, ADD_FILED, filedDeltas(changes))
}

/** After a restore, which has changed every row: it reads all of them once more. */
export function recount(tx: Transaction): void {
  tx.send('DELETE FROM hub.custody_count', [])
  tx.send('DELETE FROM hub.filed_count', [])
  tx.send(RECOUNT_CUSTODY, [])
  tx.send(RECOUNT_FILED, [])
}

const ADD_CUSTODY = `
  INSERT INTO hub.custody_count (door, holder, lease_class, leased, state, count)
  SELECT door, holder, lease_class, leased, state, count FROM json_populate_recordset(NULL::hub.custody_count, $1)
  ON CONFLICT (holder, door, lease_class, leased, state)
    DO UPDATE SET count = custody_count.count + excluded.count`

const ADD_FILED = `
  INSERT INTO hub.filed_count (door, count) SELECT door, count FROM json_populate_recordset(NULL::hub.filed_count, $1)
  ON CONFLICT (door) DO UPDATE SET count = filed_count.count + excluded.count`

const RECOUNT_CUSTODY = `
  INSERT INTO hub.custody_count (door, holder, lease_class, leased, state, count)
  SELECT door, holder, lease_class, epoch > 1, state, count(*) FROM hub.register WHERE length > 0
  GROUP BY door, holder, lease_class, epoch > 1, state`

const RECOUNT_FILED = `
  INSERT INTO hub.filed_count (door, count) SELECT door, count(*) FROM hub.listing GROUP BY door`

function custodyDeltas(changes: readonly RegisterChange[]): readonly CustodyDelta[] {
  const deltas = new Map<string, CustodyDelta>()
  const add = (register: Register | undefined, by: number) => {
    if (!register || register.chain.length === 0) return
    const { door, holder, leaseClass, epoch } = register
    const state = custodyStateOf(register, isClosedRegister(register))
    const key = [holder, door, leaseClass, epoch > 1, state].join(' ')
    const delta = deltas.get(key) ?? { door, holder, lease_class: leaseClass, leased: epoch > 1, state, count: 0 }
    delta.count += by
    deltas.set(key, delta)
  }
  for (const { before, after } of changes) {
    add(before, -1)
    add(after, 1)
  }
  return [...deltas.values()].filter(({ count }) => count !== 0)
}

function filedDeltas(changes: readonly RegisterChange[]): readonly { readonly door: string; readonly count: number }[] {
  const filed = changes.filter(({ before, after }) => !(before && listingOf(before)) && listingOf(after))
  const byDoor = Map.groupBy(filed, ({ after }) => after.door)
  return [...byDoor].map(([door, { length }]) => ({ door, count: length }))
}
