import { hasSqlState, type Sql, type Transaction } from '@lawang/member/store/database'
import { PLANS_BY_KEY } from '@lawang/member/store/plans-by-key'
import type { Opening } from '@lawang/member/store/transaction'
import type { Hub, Party } from '@lawang/schema/exchange/hub-state'
import type { MemberEntry } from '@lawang/schema/network'
import { parseRecovery } from './parse-register.ts'

/** Everything of the hub that is not about one complaint, as the last transaction has left it. */
export interface HubMemory {
  readonly hub: Hub
  /** By name; of the members that the registry names. */
  readonly parties: ReadonlyMap<string, Party>
  /** By member: the number of its last mail of this incarnation. */
  readonly mail: ReadonlyMap<string, number>
  /** The number of the feed's last row. */
  readonly feed: number
  /** The hub's clock at the last commit. */
  readonly clock: number
  /** How many complaints wait for a government in its turn: while there are none, nobody has to look for them. */
  readonly waiting: number
}

/** Another process has taken the hub's place on this database. */
export class HubReplaced extends Error {
  override readonly name = 'HubReplaced'

  constructor() {
    super('Another process has become the hub on this database: this one must end')
  }
}

interface CounterRow {
  readonly incarnation: number
  readonly feed: number
  readonly clock: number
  readonly started_at: number
  readonly recovery: unknown
  readonly waiting: number
}

interface PartyRow {
  readonly name: string
  readonly log_incarnation: number
  readonly log_n: number
  readonly contact: number
  readonly reported: boolean
  readonly owes_confirmed: boolean
  readonly confirmed_to: string
  readonly mail: number
}

/** Makes this process the hub's only writer, and opens the books of members that the registry names for the first time. */
export async function becomeWriter(sql: Sql, writer: string, members: readonly MemberEntry[]): Promise<void> {
  await sql.query('UPDATE hub.counter SET writer = $1', [writer])
  // As if heard just now: whoever answered for its governments before may still hold leases.
  await sql.query(
    `INSERT INTO hub.party (name, log_incarnation, log_n, contact, reported, owes_confirmed)
     SELECT name, 0, 0, clock, false, false FROM unnest($1::text[]) AS name, hub.counter ON CONFLICT DO NOTHING`,
    [members.map(({ name }) => name)],
  )
}

/** What a transaction of the hub begins with: it locks the hub, where `writer` still is the one that may write. */
export function turnOpening(writer: string): Opening {
  return { text: `SELECT ${PLANS_BY_KEY} FROM hub.counter WHERE writer = $1 FOR UPDATE`, values: [writer] }
}

/** What `saveMemory` fails with when another process has taken the writer's place. */
const DIVISION_BY_ZERO = '22012'

/** Tells of a transaction that failed because its process is not the writer any more; gives any other error back. */
export function asHubReplaced(error: unknown): unknown {
  return hasSqlState(error, DIVISION_BY_ZERO) ? new HubReplaced() : error
}

/** Reads it all anew: when a process starts, and when a transaction has failed. */
export async function loadMemory(sql: Sql, members: readonly MemberEntry[]): Promise<HubMemory> {
  const [counter] = await sql.query<CounterRow>(
    `SELECT incarnation::float8 AS incarnation, feed::float8 AS feed, clock, started_at, recovery,
       (SELECT count(*)::float8 FROM hub.register WHERE candidate IS NOT NULL) AS waiting
     FROM hub.counter`,
  )
  if (!counter) throw new Error('hub.counter has lost its row')
  const rows = await sql.query<PartyRow>(
    `SELECT name, log_incarnation::float8 AS log_incarnation, log_n::float8 AS log_n, contact, reported,
       owes_confirmed, confirmed_to, mail::float8 AS mail FROM hub.party WHERE name = ANY($1)`,
    [members.map(({ name }) => name)],
  )
  const governments = new Map(members.map((entry) => [entry.name, entry.governments]))
  const { incarnation, started_at: startedAt, recovery, feed, clock, waiting } = counter
  return {
    hub: { incarnation, startedAt, ...(recovery === null ? {} : { recovery: parseRecovery(recovery) }) },
    parties: new Map(rows.map((row) => [row.name, toParty(row, governments.get(row.name) ?? [])])),
    mail: new Map(rows.map(({ name, mail }) => [name, mail])),
    feed,
    clock,
    waiting,
  }
}

function toParty(row: PartyRow, governments: Party['governments']): Party {
  return {
    name: row.name,
    governments,
    logCursor: { incarnation: row.log_incarnation, n: row.log_n },
    contact: row.contact,
    reported: row.reported,
    owesConfirmed: row.owes_confirmed,
    ...(row.confirmed_to !== '' && { confirmedTo: row.confirmed_to }),
  }
}

/**
 * Writes what has changed, as the last statement before the COMMIT. `at` is the wall clock, for the members whose contact
 * is new. The statement fails where `writer` may not write any more: so the transaction need not wait to be told.
 */
export function saveMemory(tx: Transaction, writer: string, before: HubMemory, after: HubMemory, at: Date): void {
  const { hub, feed, clock } = after
  const rows = [...after.parties.values()]
    .filter(({ name }) => isChanged(name, before, after))
    .map((party) => ({
      name: party.name,
      log_incarnation: party.logCursor.incarnation,
      log_n: party.logCursor.n,
      contact: party.contact,
      reported: party.reported,
      owes_confirmed: party.owesConfirmed,
      confirmed_to: party.confirmedTo ?? '',
      mail: after.mail.get(party.name) ?? 0,
      heard_at: party.contact === before.parties.get(party.name)?.contact ? undefined : at.toISOString(),
    }))
  const recovery = hub.recovery ? JSON.stringify(hub.recovery) : null
  tx.send(
    `WITH counted AS (
       UPDATE hub.counter SET incarnation = $1, feed = $2, clock = $3, started_at = $4, recovery = $5::json
       WHERE writer = $7 RETURNING 1
     ), told AS (
       UPDATE hub.party AS p SET log_incarnation = n.log_incarnation, log_n = n.log_n, contact = n.contact,
         reported = n.reported, owes_confirmed = n.owes_confirmed, confirmed_to = n.confirmed_to, mail = n.mail,
         heard_at = coalesce(n.heard_at, p.heard_at)
       FROM json_populate_recordset(NULL::hub.party, $6) AS n WHERE p.name = n.name
     )
     SELECT 1 / count(*) FROM counted`,
    [hub.incarnation, feed, clock, hub.startedAt, recovery, JSON.stringify(rows), writer],
  )
}

function isChanged(name: string, before: HubMemory, after: HubMemory): boolean {
  return before.parties.get(name) !== after.parties.get(name) || before.mail.get(name) !== after.mail.get(name)
}

/** When each member was last heard by the wall clock, in milliseconds: what people are told after a restart. */
export async function readHeard(sql: Sql): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.query<{ name: string; at: number }>(
    `SELECT name, (extract(epoch FROM heard_at) * 1000)::float8 AS at FROM hub.party WHERE heard_at IS NOT NULL`,
  )
  return new Map(rows.map(({ name, at }) => [name, at]))
}
