import type { Custody, Standing, Wish } from '@lawang/schema/exchange/custody'
import type { Dossier, LeaseClass } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { type ChainOwner, keyOf, type OwnedEvents, readEvents, writeAnnex, writeChain } from './chains.ts'
import type { Sql, Transaction } from './database.ts'

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

/**
 * Takes the locks under which everything about these complaints is decided, then reads them: every writer locks the
 * custody row first. A government that never had custody of one is left out.
 */
export async function lockCustodies(tx: Transaction, owners: readonly ChainOwner[]): Promise<readonly Custody[]> {
  if (owners.length === 0) return []
  // One order for all, so that two that take several locks do not wait for one another.
  const rows = await tx.query<CustodyColumns>(
    `SELECT ${COLUMNS} FROM custody
     WHERE (complaint, government) IN (SELECT * FROM unnest($1::text[], $2::text[]))
     ORDER BY complaint, government FOR UPDATE`,
    [owners.map(({ complaint }) => complaint), owners.map(({ government }) => government)],
  )
  // Only a statement that begins after the locks are held sees what their former holders wrote.
  return withEvents(rows, rows.length === 0 ? new Map() : await readEvents(tx, rows))
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

/** Writes what a step has changed of a custody that is locked, or a custody that begins. */
export async function writeCustody(
  tx: Transaction,
  before: Custody | undefined,
  after: Custody,
  now: Date,
): Promise<void> {
  await (before ? update(tx, before, after) : insert(tx, after))
  await writeChain(tx, after, before?.chain ?? [], after.chain)
  await writeAnnex(tx, after, before?.annex ?? [], after.annex, now)
}

async function insert(tx: Transaction, custody: Custody): Promise<void> {
  await tx.query(
    `INSERT INTO custody (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11::jsonb, $12)`,
    [custody.complaint, custody.government, ...columnsOf(custody), JSON.stringify(custody.dossier), hashOf(custody)],
  )
}

async function update(tx: Transaction, before: Custody, after: Custody): Promise<void> {
  // The content is the largest column and hardly ever changes.
  const dossier = after.dossier === before.dossier ? null : JSON.stringify(after.dossier)
  await tx.query(
    `UPDATE custody SET door = $3, state = $4, epoch = $5, request = $6, passed_to = $7, new_epoch = $8,
       lease_class = $9, wish = $10::jsonb, dossier = coalesce($11::jsonb, dossier), secret_hash = $12
     WHERE complaint = $1 AND government = $2`,
    [after.complaint, after.government, ...columnsOf(after), dossier, hashOf(after)],
  )
}

/** From `door` to `wish`, in the order of the columns. */
function columnsOf({ door, standing, leaseClass }: Custody): readonly unknown[] {
  const request = standing.state === 'OFFERING' ? standing.request : null
  const [to, newEpoch] = standing.state === 'RELEASED' ? [standing.to, standing.newEpoch] : [null, null]
  const wish = standing.state === 'HOLDING' && standing.wish ? JSON.stringify(standing.wish) : null
  return [door, standing.state, standing.epoch, request, to, newEpoch, leaseClass, wish]
}

function hashOf({ secretHash }: Custody): string | null {
  return secretHash ?? null
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
