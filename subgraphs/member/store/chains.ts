import type { Chain } from '@lawang/schema/exchange/chain'
import type { ChainEvent } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Sql, Transaction } from './database.ts'
import { sendRows } from './send-rows.ts'

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

/** The chains and annexes of these owners, in one query; an owner without any is left out, one named twice is one. */
export async function readEvents(sql: Sql, owners: readonly ChainOwner[]): Promise<ReadonlyMap<string, OwnedEvents>> {
  const rows = await sql.prepared<OwnedRow>(
    `WITH owner AS (SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS owner (complaint, government))
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
export async function readDoorChains(
  sql: Pick<Sql, 'prepared'>,
  complaints: readonly string[],
): Promise<ReadonlyMap<string, Chain>> {
  return byComplaint(await sql.prepared<EventRow>(DOOR_CHAINS, [complaints]))
}

/**
 * The same for one asker: whole where the asker may read what the complaint says, by the database's own judgement; else,
 * since everybody may know its steps, without a word that somebody wrote.
 */
export async function readShownChains(
  sql: Pick<Sql, 'prepared'>,
  complaints: readonly string[],
): Promise<ReadonlyMap<string, Chain>> {
  return byComplaint(await sql.prepared<EventRow>('SELECT event FROM lawang_door_chains($1)', [complaints]))
}

/** Prepared, because to plan it with its policies takes longer than to carry it out. */
const DOOR_CHAINS = `
  SELECT chain_event.event FROM chain_event
  JOIN complaint ON complaint.id = chain_event.complaint AND complaint.door = chain_event.government
  WHERE chain_event.complaint = ANY($1) ORDER BY chain_event.complaint, chain_event.seq`

function byComplaint(rows: readonly EventRow[]): ReadonlyMap<string, Chain> {
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
  return byCase(rows)
}

/** Those of them whose content the asker may read, by the database's own judgement. */
export async function readShownCaseChains(
  sql: Pick<Sql, 'prepared'>,
  cases: readonly string[],
): Promise<ReadonlyMap<string, Chain>> {
  return byCase(
    await sql.prepared<EventRow & { readonly id: string }>('SELECT id, event FROM lawang_case_chains($1)', [cases]),
  )
}

function byCase(rows: readonly (EventRow & { readonly id: string })[]): ReadonlyMap<string, Chain> {
  return new Map([...Map.groupBy(rows, (row) => row.id)].map(([id, of]) => [id, of.map((row) => row.event)] as const))
}

/** How many events two versions of a chain have in common from the start. */
export function commonStart(before: Chain, after: Chain): number {
  const end = before.findIndex((event, i) => event.hash !== after[i]?.hash)
  return end < 0 ? before.length : end
}

/** What a transaction makes of one owner's events. Nothing is before an owner's first. */
export interface EventsChange {
  readonly owner: ChainOwner
  readonly before: OwnedEvents | undefined
  readonly after: OwnedEvents
}

/**
 * Brings stored chains from one version to the next: each is cut where the two part, and goes on from there. Annexes
 * likewise: what leaves one has found its place in the chain.
 */
export function writeEvents(tx: Transaction, changes: readonly EventsChange[], now: Date): void {
  const common = changes.map(({ before, after }) => commonStart(before?.chain ?? [], after.chain))
  const cuts = changes.flatMap(({ owner, before }, i) => {
    const seq = common[i] ?? 0
    return seq < (before?.chain.length ?? 0) ? [{ ...owner, seq }] : []
  })
  const chained = changes.flatMap(({ owner, after }, i) =>
    after.chain.slice(common[i]).map((event) => ({ ...owner, seq: event.seq, event })),
  )
  const beside = changes.filter(({ before, after }) => before?.annex !== after.annex)
  const placed = beside.flatMap(({ owner, before, after }) =>
    without(before?.annex ?? [], after.annex).map(({ id }) => ({ ...owner, id })),
  )
  const added = beside.flatMap(({ owner, before, after }) =>
    without(after.annex, before?.annex ?? []).map((event) => ({ ...owner, id: event.id, event, added_at: now })),
  )
  sendRows(tx, CUT_CHAINS, cuts)
  sendRows(tx, EXTEND_CHAINS, chained)
  sendRows(tx, CUT_ANNEXES, placed)
  sendRows(tx, EXTEND_ANNEXES, added)
}

const CUT_CHAINS = `
  DELETE FROM chain_event AS e USING json_populate_recordset(NULL::chain_event, $1) AS cut
  WHERE e.complaint = cut.complaint AND e.government = cut.government AND e.seq >= cut.seq`

const EXTEND_CHAINS = `
  INSERT INTO chain_event (complaint, government, seq, event)
  SELECT complaint, government, seq, event FROM json_populate_recordset(NULL::chain_event, $1)`

const CUT_ANNEXES = `
  DELETE FROM annex_event AS e USING json_populate_recordset(NULL::annex_event, $1) AS placed
  WHERE e.complaint = placed.complaint AND e.government = placed.government AND e.id = placed.id`

const EXTEND_ANNEXES = `
  INSERT INTO annex_event (complaint, government, id, event, added_at)
  SELECT complaint, government, id, event, added_at FROM json_populate_recordset(NULL::annex_event, $1)`

function without(events: Chain, others: Chain): Chain {
  const known = new Set(others.map((event) => event.id))
  return events.filter((event) => !known.has(event.id))
}
