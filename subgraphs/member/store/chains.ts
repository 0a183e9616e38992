import type { ChainEvent } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Sql } from './database.ts'

/** One government's copy of one complaint's chain: governments on one server keep theirs apart. */
export interface ChainOwner {
  readonly complaint: string
  readonly government: GovernmentCode
}

interface EventRow {
  readonly event: ChainEvent
}

/** The chain in order; empty when the government has none. */
export async function readChain(sql: Sql, { complaint, government }: ChainOwner): Promise<readonly ChainEvent[]> {
  const rows = await sql.query<EventRow>(
    'SELECT event FROM chain_event WHERE complaint = $1 AND government = $2 ORDER BY seq',
    [complaint, government],
  )
  return rows.map((row) => row.event)
}

/** The chains that the doors have of their complaints, by complaint, in one query. */
export async function readDoorChains(
  sql: Sql,
  complaints: readonly string[],
): Promise<ReadonlyMap<string, readonly ChainEvent[]>> {
  const rows = await sql.query<EventRow>(
    `SELECT chain_event.event FROM chain_event
     JOIN complaint ON complaint.id = chain_event.complaint AND complaint.door = chain_event.government
     WHERE chain_event.complaint = ANY($1) ORDER BY chain_event.complaint, chain_event.seq`,
    [complaints],
  )
  return Map.groupBy(
    rows.map((row) => row.event),
    (event) => event.complaint,
  )
}

/** Adds events at the end. A place that is taken already is a fault of the caller and fails the transaction. */
export async function appendToChain(
  sql: Sql,
  government: GovernmentCode,
  events: readonly ChainEvent[],
): Promise<void> {
  await sql.query(
    `INSERT INTO chain_event (complaint, government, seq, event)
     SELECT event ->> 'complaint', $1, (event ->> 'seq')::integer, event FROM unnest($2::jsonb[]) AS event`,
    [government, events.map((event) => JSON.stringify(event))],
  )
}

/** Puts another chain in the place of the government's copy; what only the copy had goes to the annex. */
export async function replaceChain(
  sql: Sql,
  owner: ChainOwner,
  chain: readonly ChainEvent[],
  now: Date,
): Promise<void> {
  const former = await readChain(sql, owner)
  const kept = new Set(chain.map((event) => event.id))
  await sql.query('DELETE FROM chain_event WHERE complaint = $1 AND government = $2', [
    owner.complaint,
    owner.government,
  ])
  await appendToChain(sql, owner.government, chain)
  await addToAnnex(
    sql,
    owner,
    former.filter((event) => !kept.has(event.id)),
    now,
  )
}

/** Cuts the copy to its first `length` events; the rest goes to the annex. */
export async function cutChain(sql: Sql, owner: ChainOwner, length: number, now: Date): Promise<void> {
  const cut = await sql.query<EventRow>(
    'DELETE FROM chain_event WHERE complaint = $1 AND government = $2 AND seq >= $3 RETURNING event',
    [owner.complaint, owner.government, length],
  )
  await addToAnnex(
    sql,
    owner,
    cut.map((row) => row.event),
    now,
  )
}

/** Keeps events beside the chain. The annex only grows, and has each event once. */
export async function addToAnnex(sql: Sql, owner: ChainOwner, events: readonly ChainEvent[], now: Date): Promise<void> {
  if (events.length === 0) return
  await sql.query(
    `INSERT INTO annex_event (complaint, government, id, event, added_at)
     SELECT $1, $2, event ->> 'id', event, $4 FROM unnest($3::jsonb[]) AS event
     ON CONFLICT (complaint, government, id) DO NOTHING`,
    [owner.complaint, owner.government, events.map((event) => JSON.stringify(event)), now.toISOString()],
  )
}
