import type { Sql } from '@lawang/member/store/database'
import { isClosedRegister, type Register } from '@lawang/schema/exchange/register'
import { annexChange, chainChange, custodyStateOf, type RegisterChange } from './register-change.ts'

/** Writes what has changed in the register, the chains and the annexes, and nothing else. */
export async function saveRegister(sql: Sql, changes: readonly RegisterChange[]): Promise<void> {
  if (changes.length === 0) return
  const made = changes.filter(({ before }) => before === undefined)
  if (made.length > 0) await insertRows(sql, made)
  const changed = changes.filter(({ before }) => before !== undefined)
  if (changed.length > 0) await updateRows(sql, changed)
  await saveChains(sql, changes)
  await saveAnnexes(sql, changes)
}

/** What can change of a row; the rest is written once. */
function changingColumns(register: Register) {
  const { complaint, holder, epoch, standing, request, seizure, granted, shown, chain } = register
  const turn = request ?? seizure
  const unsettled = standing.phase === 'UNSETTLED' ? standing : undefined
  return {
    complaint,
    holder,
    epoch,
    phase: standing.phase,
    claims: unsettled?.claims,
    waiting: unsettled?.waiting,
    request,
    seizure,
    granted,
    shown,
    candidate: turn?.candidates[turn.position],
    due_at: turn?.deadline,
    state: custodyStateOf(register, isClosedRegister(register)),
    length: chain.length,
    tip: chain.at(-1)?.hash ?? '',
  }
}

async function insertRows(sql: Sql, changes: readonly RegisterChange[]): Promise<void> {
  const rows = changes.map(({ after }) => ({
    ...changingColumns(after),
    door: after.door,
    lease_class: after.leaseClass,
    secret_hash: after.secretHash,
    dossier: after.dossier,
  }))
  await sql.query('INSERT INTO hub.register SELECT * FROM json_populate_recordset(NULL::hub.register, $1)', [
    JSON.stringify(rows),
  ])
}

async function updateRows(sql: Sql, changes: readonly RegisterChange[]): Promise<void> {
  const rows = changes.map(({ before, after }) => ({
    ...changingColumns(after),
    // The content is long, and seldom another one.
    ...(after.dossier !== before?.dossier && { dossier: after.dossier }),
  }))
  await sql.query(
    `UPDATE hub.register AS r SET holder = n.holder, epoch = n.epoch, phase = n.phase, claims = n.claims,
       waiting = n.waiting, request = n.request, seizure = n.seizure, granted = n.granted, shown = n.shown, candidate = n.candidate,
       due_at = n.due_at, state = n.state, length = n.length, tip = n.tip, dossier = coalesce(n.dossier, r.dossier)
     FROM json_populate_recordset(NULL::hub.register, $1) AS n WHERE r.complaint = n.complaint`,
    [JSON.stringify(rows)],
  )
}

async function saveChains(sql: Sql, changes: readonly RegisterChange[]): Promise<void> {
  const cut: { readonly complaint: string; readonly seq: number }[] = []
  const rows: { readonly complaint: string; readonly seq: number; readonly event: unknown }[] = []
  for (const change of changes) {
    const { complaint } = change.after
    const { kept, appended } = chainChange(change)
    if ((change.before?.chain.length ?? 0) > kept) cut.push({ complaint, seq: kept })
    for (const [i, event] of appended.entries()) rows.push({ complaint, seq: kept + i, event })
  }
  if (cut.length > 0) {
    await sql.query(
      `DELETE FROM hub.chain_event AS e USING json_to_recordset($1) AS cut (complaint text, seq integer)
       WHERE e.complaint = cut.complaint AND e.seq >= cut.seq`,
      [JSON.stringify(cut)],
    )
  }
  if (rows.length > 0) {
    await sql.query(
      `INSERT INTO hub.chain_event (complaint, seq, event)
       SELECT complaint, seq, event FROM json_populate_recordset(NULL::hub.chain_event, $1)`,
      [JSON.stringify(rows)],
    )
  }
}

async function saveAnnexes(sql: Sql, changes: readonly RegisterChange[]): Promise<void> {
  const removed: { readonly complaint: string; readonly id: string }[] = []
  const rows: { readonly complaint: string; readonly id: string; readonly place: number; readonly event: unknown }[] =
    []
  for (const change of changes) {
    const { complaint } = change.after
    const annex = annexChange(change)
    for (const id of annex.removed) removed.push({ complaint, id })
    for (const { place, event } of annex.added) rows.push({ complaint, id: event.id, place, event })
  }
  if (removed.length > 0) {
    await sql.query(
      `DELETE FROM hub.annex_event AS a USING json_to_recordset($1) AS gone (complaint text, id text)
       WHERE a.complaint = gone.complaint AND a.id = gone.id`,
      [JSON.stringify(removed)],
    )
  }
  if (rows.length > 0) {
    await sql.query(
      `INSERT INTO hub.annex_event (complaint, id, place, event)
       SELECT complaint, id, place, event FROM json_populate_recordset(NULL::hub.annex_event, $1)`,
      [JSON.stringify(rows)],
    )
  }
}
