import { type AuditEntry, type AuditedAct, placeActs } from '@lawang/schema/audit/entries'
import { sha256Hex } from '@lawang/schema/digest'
import { canonicalJson } from '@lawang/schema/exchange/chain'
import type { LogMessage } from '@lawang/schema/exchange/messages'
import type { Database, Sql, Transaction } from '../store/database.ts'
import { writeSubtrees } from './subtrees.ts'

/** One process of a database gives places at a time. */
const TURN = { text: 'SELECT pg_advisory_xact_lock(1818326889)' }

/** Acts that one transaction gives their places. */
const BATCH = 1_000

/** Gives acts their places in the audit log. */
export interface Sequencer {
  /** Places all that is committed; returns how many leaves the log has then. */
  run(): Promise<number>
}

/**
 * Acts are written by their own transactions, and placed afterwards by this one writer: a chain's head that every
 * transaction had to lock would let one go on at a time. What commits late is not passed over: entries are looked for from
 * the oldest transaction on that was under way when all before had been placed; rows of the log are numbered in the order
 * of their commits.
 */
export function createSequencer(database: Database): Sequencer {
  let floor = '0'
  const batch = () =>
    database.transaction(async (tx) => {
      const tip = await readTip(tx)
      await beginLife(tx)
      const horizon = await readHorizon(tx)
      const entries = await readEntries(tx, floor)
      const logged = await readLogged(tx)
      const placed = placeActs(tip, [...entries, ...logged])
      await insertLeaves(tx, placed)
      const size = (tip ? tip.n + 1 : 0) + placed.length
      await writeSubtrees(tx, size - placed.length, size)
      return { size, horizon, hasMore: entries.length === BATCH || logged.length === BATCH }
    }, TURN)
  return {
    async run() {
      for (;;) {
        const { size, horizon, hasMore } = await batch()
        if (hasMore) continue
        floor = horizon
        return size
      }
    },
  }
}

interface Tip {
  readonly n: number
  readonly hash: string
}

async function readTip(sql: Sql): Promise<Tip | undefined> {
  const [row] = await sql.query<Tip>('SELECT n::float8 AS n, hash FROM audit.leaf ORDER BY leaf.n DESC LIMIT 1')
  return row
}

/**
 * A member that was restored goes on under another incarnation. Its log is that life's from the last head on that the backup
 * has: what was placed behind it may have been placed by this database alone, before anybody knew that it is an older one.
 */
async function beginLife(tx: Transaction): Promise<void> {
  await tx.query(
    `INSERT INTO audit.life (incarnation, since)
     SELECT incarnation, coalesce((SELECT size FROM audit.own_head ORDER BY id DESC LIMIT 1), 0) FROM log_counter
     WHERE incarnation > (SELECT coalesce(max(incarnation), 0) FROM audit.life)`,
  )
}

/** What is written by a transaction below it is visible to every statement that begins after this one. */
async function readHorizon(sql: Sql): Promise<string> {
  const [row] = await sql.query<{ horizon: string }>('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon')
  return row?.horizon ?? '0'
}

async function readEntries(sql: Sql, floor: string): Promise<readonly AuditedAct[]> {
  const rows = await sql.query<{ id: number; entry: AuditEntry }>(
    `SELECT id::float8 AS id, entry FROM audit.entry
     WHERE tx >= $1::text::xid8
       AND NOT EXISTS (SELECT FROM audit.leaf WHERE source = 'ENTRY' AND place = entry.id::text)
     ORDER BY entry.id LIMIT ${BATCH}`,
    [floor],
  )
  return rows.map(({ id, entry }) => ({ kind: 'ENTRY', id, entry }))
}

/** The rows of the member's log behind the last that has a place. Reports say nothing that was not told before. */
async function readLogged(sql: Sql): Promise<readonly AuditedAct[]> {
  const rows = await sql.query<{ incarnation: number; n: number; message: LogMessage }>(
    `WITH last AS (
       SELECT split_part(place, '/', 1)::bigint AS incarnation, split_part(place, '/', 2)::bigint AS n
       FROM audit.leaf WHERE source = 'LOGGED' ORDER BY leaf.n DESC LIMIT 1)
     SELECT incarnation::float8 AS incarnation, n::float8 AS n, message FROM log
     WHERE (incarnation, n) > (coalesce((SELECT incarnation FROM last), 0), coalesce((SELECT n FROM last), 0))
       AND message ->> 'type' <> 'Report'
     ORDER BY log.incarnation, log.n LIMIT ${BATCH}`,
  )
  return rows.map(({ incarnation, n, message }) => ({
    kind: 'LOGGED',
    row: {
      ...{ incarnation, n, type: message.type, digest: digestOf(message) },
      ...('complaint' in message ? { complaint: message.complaint } : {}),
    },
  }))
}

function digestOf(message: LogMessage): string {
  return 'event' in message ? message.event.hash : sha256Hex(canonicalJson(message))
}

function sourceOf(act: AuditedAct): string {
  return act.kind === 'ENTRY' ? String(act.id) : `${act.row.incarnation}/${act.row.n}`
}

async function insertLeaves(tx: Transaction, placed: ReturnType<typeof placeActs>): Promise<void> {
  if (placed.length === 0) return
  await tx.query(
    `INSERT INTO audit.leaf (n, source, place, leaf, hash)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[])`,
    [
      placed.map(({ n }) => n),
      placed.map(({ act }) => act.kind),
      placed.map(({ act }) => sourceOf(act)),
      placed.map(({ text }) => text),
      placed.map(({ hash }) => hash),
    ],
  )
}
