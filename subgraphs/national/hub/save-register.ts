import type { Transaction } from '@lawang/member/store/database'
import { sendRows } from '@lawang/member/store/send-rows'
import { isClosedRegister, isSeizable, type Register } from '@lawang/schema/exchange/register'
import { annexChange, chainChange, custodyStateOf, type RegisterChange } from './register-change.ts'

/** Writes what has changed in the register, the chains and the annexes, and nothing else. */
export function saveRegister(tx: Transaction, changes: readonly RegisterChange[]): void {
  sendRows(tx, INSERT, changes.filter(({ before }) => before === undefined).map(newColumns))
  sendRows(tx, UPDATE, changes.filter(({ before }) => before !== undefined).map(changedColumns))
  saveChains(tx, changes)
  saveAnnexes(tx, changes)
}

/** The government whose turn it is to be granted a complaint that waits. */
export function candidateOf({ request, seizure }: Register): string | undefined {
  const turn = request ?? seizure
  return turn?.candidates[turn.position]
}

/** What can change of a row; the rest is written once. */
function changingColumns(register: Register) {
  const { complaint, holder, epoch, standing, request, seizure, granted, shown, chain } = register
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
    candidate: candidateOf(register),
    due_at: (request ?? seizure)?.deadline,
    state: custodyStateOf(register, isClosedRegister(register)),
    length: chain.length,
    tip: chain.at(-1)?.hash ?? '',
    seizable: isSeizable(register),
  }
}

const INSERT = 'INSERT INTO hub.register SELECT * FROM json_populate_recordset(NULL::hub.register, $1)'

const UPDATE = `
  UPDATE hub.register AS r SET holder = n.holder, epoch = n.epoch, phase = n.phase, claims = n.claims,
    waiting = n.waiting, request = n.request, seizure = n.seizure, granted = n.granted, shown = n.shown,
    candidate = n.candidate, due_at = n.due_at, state = n.state, length = n.length, tip = n.tip,
    seizable = n.seizable,
    dossier = coalesce(n.dossier, r.dossier)
  FROM json_populate_recordset(NULL::hub.register, $1) AS n WHERE r.complaint = n.complaint`

function newColumns({ after }: RegisterChange) {
  return {
    ...changingColumns(after),
    door: after.door,
    lease_class: after.leaseClass,
    secret_hash: after.secretHash,
    dossier: after.dossier,
  }
}

function changedColumns({ before, after }: RegisterChange) {
  // The content is long, and seldom another one.
  return { ...changingColumns(after), ...(after.dossier !== before?.dossier && { dossier: after.dossier }) }
}

function saveChains(tx: Transaction, changes: readonly RegisterChange[]): void {
  const cut: { readonly complaint: string; readonly seq: number }[] = []
  const rows: { readonly complaint: string; readonly seq: number; readonly event: unknown }[] = []
  for (const change of changes) {
    const { complaint } = change.after
    const { kept, appended } = chainChange(change)
    if ((change.before?.chain.length ?? 0) > kept) cut.push({ complaint, seq: kept })
    for (const [i, event] of appended.entries()) rows.push({ complaint, seq: kept + i, event })
  }
  sendRows(tx, CUT_CHAINS, cut)
  sendRows(tx, EXTEND_CHAINS, rows)
}

const CUT_CHAINS = `
  DELETE FROM hub.chain_event AS e USING json_to_recordset($1) AS cut (complaint text, seq integer)
  WHERE e.complaint = cut.complaint AND e.seq >= cut.seq`

const EXTEND_CHAINS = `
  INSERT INTO hub.chain_event (complaint, seq, event)
  SELECT complaint, seq, event FROM json_populate_recordset(NULL::hub.chain_event, $1)`

function saveAnnexes(tx: Transaction, changes: readonly RegisterChange[]): void {
  const removed: { readonly complaint: string; readonly id: string }[] = []
  const rows: { readonly complaint: string; readonly id: string; readonly place: number; readonly event: unknown }[] =
    []
  for (const change of changes) {
    const { complaint } = change.after
    const annex = annexChange(change)
    for (const id of annex.removed) removed.push({ complaint, id })
    for (const { place, event } of annex.added) rows.push({ complaint, id: event.id, place, event })
  }
  sendRows(tx, CUT_ANNEXES, removed)
  sendRows(tx, EXTEND_ANNEXES, rows)
}

const CUT_ANNEXES = `
  DELETE FROM hub.annex_event AS a USING json_to_recordset($1) AS gone (complaint text, id text)
  WHERE a.complaint = gone.complaint AND a.id = gone.id`

const EXTEND_ANNEXES = `
  INSERT INTO hub.annex_event (complaint, id, place, event)
  SELECT complaint, id, place, event FROM json_populate_recordset(NULL::hub.annex_event, $1)`
