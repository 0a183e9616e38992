import type { Sql } from '@lawang/member/store/database'
import { parseChainEvent, parseDossier } from '@lawang/schema/exchange/validate'
import type { HandoverRequest, Register, Standing } from './register.ts'

interface RegisterRow {
  readonly complaint: string
  readonly door: string
  readonly holder: string
  readonly epoch: number
  readonly state: Standing['state']
  readonly secret_hash: string
  readonly chain: readonly unknown[]
  readonly annex: readonly unknown[]
  readonly request: RequestRow | null
}

interface RequestRow {
  readonly id: string
  readonly complaint: string
  readonly giver: string
  readonly epoch: number
  readonly asked: string
  readonly agency: string | null
  readonly reason: string
  readonly dossier: unknown
  readonly opened_at: string
  readonly candidate: string
}

// float8 carries epochs exactly up to 2^53 and comes as a number, where bigint comes as text.
const SELECT = `
  SELECT r.complaint, r.door, r.holder, r.epoch::float8 AS epoch, r.state, r.secret_hash,
    (SELECT coalesce(json_agg(e.event ORDER BY e.seq), '[]')
       FROM hub.chain_event e WHERE e.complaint = r.complaint) AS chain,
    (SELECT coalesce(json_agg(a.event), '[]')
       FROM hub.annex_event a WHERE a.complaint = r.complaint) AS annex,
    (SELECT row_to_json(q) FROM hub.request q WHERE q.complaint = r.complaint AND q.outcome = 'OPEN') AS request
  FROM hub.register r`

/** What the hub knows of complaints, by id; those that were never filed are missing. One query. */
export async function loadRegisters(sql: Sql, complaints: readonly string[]): Promise<Map<string, Register>> {
  const rows = await sql.query<RegisterRow>(`${SELECT} WHERE r.complaint = ANY($1)`, [complaints])
  return new Map(rows.map((row) => [row.complaint, toRegister(row)]))
}

/** Complaints whose open request waits for one of these governments, longest first, at most `limit`. */
export async function loadWaiting(
  sql: Sql,
  candidates: readonly string[],
  limit: number,
): Promise<readonly Register[]> {
  const rows = await sql.query<RegisterRow>(
    `${SELECT} JOIN hub.request w ON w.complaint = r.complaint
     WHERE w.outcome = 'OPEN' AND w.candidate = ANY($1) ORDER BY w.opened_at, w.id LIMIT $2`,
    [candidates, limit],
  )
  return rows.map(toRegister)
}

function toRegister(row: RegisterRow): Register {
  return {
    complaint: row.complaint,
    door: row.door,
    holder: row.holder,
    epoch: row.epoch,
    standing: standingOf(row),
    chain: row.chain.map(parseChainEvent),
    annex: row.annex.map(parseChainEvent),
    secretHash: row.secret_hash,
  }
}

function standingOf({ complaint, state, request }: RegisterRow): Standing {
  if (state !== 'OFFERED') return { state }
  if (!request) throw new Error(`${complaint} is offered without an open request`)
  return { state, request: toRequest(request) }
}

function toRequest(row: RequestRow): HandoverRequest {
  return {
    id: row.id,
    complaint: row.complaint,
    giver: row.giver,
    epoch: row.epoch,
    to: row.asked,
    ...(row.agency === null ? {} : { agency: row.agency }),
    reason: row.reason,
    dossier: parseDossier(row.dossier),
    openedAt: new Date(row.opened_at),
    candidate: row.candidate,
  }
}
