import type { Chain } from '@lawang/schema/exchange/chain'
import type { ChainEvent } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Sql } from './database.ts'

/** One government's copy of one complaint's chain: governments on one server keep theirs apart. */
export interface ChainOwner {
  readonly complaint: string
  readonly government: GovernmentCode
}

export interface OwnedEvents {
  readonly chain: Chain
  readonly annex: Chain
}

interface EventRow {
  readonly event: ChainEvent
}

interface OwnedRow extends EventRow, ChainOwner {
  /** Null for what is in the annex. */
  readonly seq: number | null
}

/** A text that tells owners apart: neither part has a space. */
export function keyOf({ complaint, government }: ChainOwner): string {
  return `${complaint} ${government}`
}

/** The chains and annexes of these owners, in one query; an owner without any is left out. */
export async function readEvents(sql: Sql, owners: readonly ChainOwner[]): Promise<ReadonlyMap<string, OwnedEvents>> {
  const rows = await sql.query<OwnedRow>(
    `WITH owner AS (SELECT * FROM unnest($1::text[], $2::text[]) AS owner (complaint, government))
     SELECT complaint, government, seq, event FROM chain_event JOIN owner USING (complaint, government)
     UNION ALL
     SELECT complaint, government, NULL, event FROM annex_event JOIN owner USING (complaint, government)
     ORDER BY complaint, government, seq`,
    [owners.map(({ complaint }) => complaint), owners.map(({ government }) => government)],
  )
  const found = new Map<string, { chain: ChainEvent[]; annex: ChainEvent[] }>()
  for (const row of rows) {
    const key = keyOf(row)
    const events = found.get(key) ?? { chain: [], annex: [] }
    const part = row.seq === null ? events.annex : events.chain
    part.push(row.event)
    found.set(key, events)
  }
  return found
}

/** The chain in order; empty when the government has none. */
export async function readChain(sql: Sql, owner: ChainOwner): Promise<Chain> {
  return (await readEvents(sql, [owner])).get(keyOf(owner))?.chain ?? []
}

/** The chains that the doors have of their complaints, by complaint, in one query. */
export async function readDoorChains(sql: Sql, complaints: readonly string[]): Promise<ReadonlyMap<string, Chain>> {
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

/** The chains that the governments of these cases have, by case, in one query. */
export async function readCaseChains(sql: Sql, cases: readonly string[]): Promise<ReadonlyMap<string, Chain>> {
  const rows = await sql.query<EventRow & { readonly id: string }>(
    `SELECT case_file.id, chain_event.event FROM chain_event
     JOIN case_file USING (complaint, government)
     WHERE case_file.id = ANY($1) ORDER BY case_file.id, chain_event.seq`,
    [cases],
  )
  return new Map([...Map.groupBy(rows, (row) => row.id)].map(([id, of]) => [id, of.map((row) => row.event)] as const))
}

/** How many events two versions of a chain have in common from the start. */
export function commonStart(before: Chain, after: Chain): number {
  const end = before.findIndex((event, i) => event.hash !== after[i]?.hash)
  return end < 0 ? before.length : end
}

/** Brings the stored chain from one version to the next: it is cut where they part, and goes on from there. */
export async function writeChain(sql: Sql, owner: ChainOwner, before: Chain, after: Chain): Promise<void> {
  const common = commonStart(before, after)
  if (common < before.length) {
    await sql.query('DELETE FROM chain_event WHERE complaint = $1 AND government = $2 AND seq >= $3', [
      owner.complaint,
      owner.government,
      common,
    ])
  }
  if (common < after.length) {
    await sql.query(
      `INSERT INTO chain_event (complaint, government, seq, event)
       SELECT event ->> 'complaint', $1, (event ->> 'seq')::integer, event FROM unnest($2::jsonb[]) AS event`,
      [owner.government, after.slice(common).map((event) => JSON.stringify(event))],
    )
  }
}

/** Brings the stored annex from one version to the next. What leaves it has found its place in the chain. */
export async function writeAnnex(sql: Sql, owner: ChainOwner, before: Chain, after: Chain, now: Date): Promise<void> {
  if (before === after) return
  const added = without(after, before)
  const placed = without(before, after)
  if (placed.length > 0) {
    await sql.query('DELETE FROM annex_event WHERE complaint = $1 AND government = $2 AND id = ANY($3)', [
      owner.complaint,
      owner.government,
      placed.map((event) => event.id),
    ])
  }
  if (added.length > 0) {
    await sql.query(
      `INSERT INTO annex_event (complaint, government, id, event, added_at)
       SELECT $1, $2, event ->> 'id', event, $4 FROM unnest($3::jsonb[]) AS event`,
      [owner.complaint, owner.government, added.map((event) => JSON.stringify(event)), now.toISOString()],
    )
  }
}

function without(events: Chain, others: Chain): Chain {
  const known = new Set(others.map((event) => event.id))
  return events.filter((event) => !known.has(event.id))
}
