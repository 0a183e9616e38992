import type { Sql } from '@lawang/member/store/database'
import type { Decision } from './decision.ts'
import type { Register } from './register.ts'

/** Writes what decisions have changed in the register, the chains, the annexes and the requests. */
export async function saveDecisions(sql: Sql, decisions: readonly Decision[]): Promise<void> {
  const changed = decisions.filter(({ register, appended, annexed, requests }) => {
    return register !== undefined && (appended.length > 0 || annexed.length > 0 || requests.length > 0)
  })
  if (changed.length === 0) return
  await saveRegisters(sql, latestOf(changed))
  await saveEvents(sql, changed)
  await saveRequests(sql, changed)
}

/** The registers as the last of the decisions on each has left them. */
export function latestOf(decisions: readonly Decision[]): readonly Register[] {
  return [
    ...new Map(
      decisions.flatMap(({ register }) => (register ? [[register.complaint, register] as const] : [])),
    ).values(),
  ]
}

async function saveRegisters(sql: Sql, registers: readonly Register[]): Promise<void> {
  const rows = registers.map(({ complaint, door, holder, epoch, standing, secretHash }) => {
    return { complaint, door, holder, epoch, state: standing.state, secret_hash: secretHash }
  })
  await sql.query(
    `INSERT INTO hub.register (complaint, door, holder, epoch, state, secret_hash)
     SELECT complaint, door, holder, epoch, state, secret_hash FROM json_populate_recordset(NULL::hub.register, $1)
     ON CONFLICT (complaint) DO UPDATE SET holder = excluded.holder, epoch = excluded.epoch, state = excluded.state`,
    [JSON.stringify(rows)],
  )
}

async function saveEvents(sql: Sql, decisions: readonly Decision[]): Promise<void> {
  const appended = decisions.flatMap((decision) => decision.appended)
  if (appended.length > 0) {
    const rows = appended.map((event) => ({ complaint: event.complaint, seq: event.seq, event }))
    await sql.query(
      `INSERT INTO hub.chain_event (complaint, seq, event)
       SELECT complaint, seq, event FROM json_populate_recordset(NULL::hub.chain_event, $1)`,
      [JSON.stringify(rows)],
    )
  }
  const annexed = decisions.flatMap((decision) => decision.annexed)
  if (annexed.length > 0) {
    const rows = annexed.map((event) => ({ complaint: event.complaint, id: event.id, event }))
    await sql.query(
      `INSERT INTO hub.annex_event (complaint, id, event)
       SELECT complaint, id, event FROM json_populate_recordset(NULL::hub.annex_event, $1)`,
      [JSON.stringify(rows)],
    )
  }
}

async function saveRequests(sql: Sql, decisions: readonly Decision[]): Promise<void> {
  // A request that is opened and settled in the same transaction is written once, settled.
  const latest = new Map(decisions.flatMap(({ requests }) => requests.map((request) => [request.id, request])))
  if (latest.size === 0) return
  const rows = [...latest.values()].map(({ to, openedAt, ...request }) => {
    return { ...request, asked: to, opened_at: openedAt.toISOString() }
  })
  await sql.query(
    `INSERT INTO hub.request (id, complaint, giver, epoch, asked, agency, reason, dossier, opened_at, candidate, outcome)
     SELECT id, complaint, giver, epoch, asked, agency, reason, dossier, opened_at, candidate, outcome
     FROM json_populate_recordset(NULL::hub.request, $1)
     -- What was settled first, so that one complaint never has two open requests, not even within the statement.
     ORDER BY outcome = 'OPEN'
     ON CONFLICT (id) DO UPDATE SET candidate = excluded.candidate, outcome = excluded.outcome`,
    [JSON.stringify(rows)],
  )
}
