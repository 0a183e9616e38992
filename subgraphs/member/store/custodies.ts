import type { Custody, Standing, Wish } from '@lawang/schema/exchange/custody'
import type { Dossier, LeaseClass } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { type ChainOwner, keyOf, type OwnedEvents, readEvents, writeEvents } from './chains.ts'
import type { Sql, Transaction } from './database.ts'
import { sendRows } from './send-rows.ts'

interface CustodyColumns {
  readonly complaint: string
  readonly government: GovernmentCode
  readonly door: GovernmentCode
  readonly state: Standing['state']
  readonly epoch: string
  readonly request: string | null
  readonly passed_to: string | null
  readonly new_epoch: string | null
  readonly lease_class: LeaseClass
  readonly wish: Wish | null
  readonly dossier: Dossier
  readonly secret_hash: string | null
}

const COLUMNS = `complaint, government, door, state, epoch, request, passed_to, new_epoch, lease_class, wish, dossier,
  secret_hash`

/** Whether custodies that are asked for are likely to be there. */
export type Expected = 'KNOWN' | 'NEW'

/**
 * Takes the locks under which everything about these complaints is decided, then reads them: every writer locks the
 * custody row first. A government that never had custody of one is left out. Events of what is known are asked for in one
 * trip with the locks, of what is new only if it is there nevertheless.
 */
export async function lockCustodies(
  tx: Transaction,
  owners: readonly ChainOwner[],
  expected: Expected,
): Promise<readonly Custody[]> {
  if (owners.length === 0) return []
  // One order for all, so that two that take several locks do not wait for one another.
  const locked = tx.prepared<CustodyColumns>(
    `SELECT ${COLUMNS} FROM custody
     WHERE (complaint, government) IN (SELECT * FROM unnest($1::text[], $2::text[]))
     ORDER BY complaint, government FOR UPDATE`,
    [owners.map(({ complaint }) => complaint), owners.map(({ government }) => government)],
  )
  // Only a statement of its own, which begins when the locks are held, sees what their former holders wrote.
  const [rows, events] = await Promise.all([locked, expected === 'KNOWN' ? readEvents(tx, owners) : undefined])
  return withEvents(rows, rows.length === 0 ? new Map() : (events ?? (await readEvents(tx, rows))))
}

/** Every custody of this server: for a report of all that it has. */
export async function readCustodies(sql: Sql): Promise<readonly Custody[]> {
  const rows = await sql.query<CustodyColumns>(`SELECT ${COLUMNS} FROM custody ORDER BY complaint, government`)
  return withEvents(rows, rows.length === 0 ? new Map() : await readEvents(sql, rows))
}

/** Handovers that wait for contact with the hub, at most `limit`. */
export async function findWishes(sql: Sql, limit: number): Promise<readonly ChainOwner[]> {
  return sql.query<ChainOwner>(
    'SELECT complaint, government FROM custody WHERE wish IS NOT NULL ORDER BY complaint, government LIMIT $1',
    [limit],
  )
}

/** What a transaction has made of one custody; nothing is before one that begins. */
export interface CustodyChange {
  readonly before: Custody | undefined
  readonly after: Custody
}

/** Writes what steps have changed of custodies that are locked, and custodies that begin, with their events. */
export function writeCustodies(tx: Transaction, changes: readonly CustodyChange[], now: Date): void {
  const [begun, changed] = [changes.filter(({ before }) => !before), changes.filter(({ before }) => before)]
  sendRows(tx, INSERT, begun.map(columnsOf))
  sendRows(tx, UPDATE, changed.map(columnsOf))
  const events = changes.map(({ before, after }) => {
    return { owner: { complaint: after.complaint, government: after.government }, before, after }
  })
  writeEvents(tx, events, now)
}

const INSERT = `
  INSERT INTO custody (${COLUMNS}) SELECT ${COLUMNS} FROM json_populate_recordset(NULL::custody, $1)`

const UPDATE = `
  UPDATE custody AS c SET door = n.door, state = n.state, epoch = n.epoch, request = n.request,
    passed_to = n.passed_to, new_epoch = n.new_epoch, lease_class = n.lease_class, wish = n.wish,
    dossier = coalesce(n.dossier, c.dossier), secret_hash = n.secret_hash
  FROM json_populate_recordset(NULL::custody, $1) AS n
  WHERE c.complaint = n.complaint AND c.government = n.government`

function columnsOf({ before, after }: CustodyChange) {
  const { complaint, government, door, standing, leaseClass, dossier, secretHash } = after
  return {
    ...{ complaint, government, door, state: standing.state, epoch: standing.epoch },
    ...(standing.state === 'OFFERING' && { request: standing.request }),
    ...(standing.state === 'RELEASED' && { passed_to: standing.to, new_epoch: standing.newEpoch }),
    ...(standing.state === 'HOLDING' && { wish: standing.wish }),
    lease_class: leaseClass,
    // The content is the largest column and hardly ever changes.
    ...(dossier !== before?.dossier && { dossier }),
    secret_hash: secretHash,
  }
}

function withEvents(rows: readonly CustodyColumns[], events: ReadonlyMap<string, OwnedEvents>): readonly Custody[] {
  return rows.map((row) => {
    const { complaint, government, door, lease_class: leaseClass, dossier, secret_hash: secretHash } = row
    const { chain, annex } = events.get(keyOf(row)) ?? { chain: [], annex: [] }
    const hash = secretHash === null ? {} : { secretHash }
    return { complaint, government, door, leaseClass, dossier, ...hash, standing: standingOf(row), chain, annex }
  })
}

/** The union that the columns spell; the table's checks leave no other combination. */
function standingOf(row: CustodyColumns): Standing {
  const { state, request, passed_to: to, new_epoch: newEpoch, wish } = row
  const epoch = Number(row.epoch)
  switch (state) {
    case 'HOLDING':
      return wish ? { state, epoch, wish } : { state, epoch }
    case 'CLOSED':
      return { state, epoch }
    case 'OFFERING':
      if (request !== null) return { state, epoch, request }
      break
    case 'RELEASED':
      if (newEpoch !== null && to !== null) return { state, epoch, newEpoch: Number(newEpoch), to }
  }
  throw new Error(`a custody row is ${state} without what belongs to it`)
}
