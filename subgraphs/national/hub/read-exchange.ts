import { hashOf } from '@lawang/schema/exchange/chain'
import type { CopiesPage } from '@lawang/schema/exchange/copies'
import { isAfter } from '@lawang/schema/exchange/cursor'
import type { ExchangeRequest } from '@lawang/schema/exchange/exchange-messages'
import { judgeRequest } from '@lawang/schema/exchange/hub-exchange'
import { BrokenLog, type HubState } from '@lawang/schema/exchange/hub-state'
import type { LogRow } from '@lawang/schema/exchange/messages'
import type { ObjectProofs } from '@lawang/trust/objects/object-proofs'
import type { Desk } from './desk.ts'
import { waitingFor } from './find-complaints.ts'

/** Waiting handovers that one transaction grants at most; the rest follow with the next exchange. */
const GRANT_BATCH = 100

/** What the hub has made of a request. `state` is what its answer says. */
export type ExchangeRead =
  /** The member has to meet this incarnation of the hub first. */
  | { readonly kind: 'INTRODUCE'; readonly state: HubState; readonly isRestored: boolean }
  | {
      readonly kind: 'READ'
      readonly state: HubState
      readonly rows: number
      /** A Report was among the rows: what waited for it may be settled now. */
      readonly hasReport: boolean
      /** Member and hub had each read all that the other had written: the copies in the request were compared. */
      readonly isCompared: boolean
      /** Why reading stopped before the end. The rule is named, never what people wrote. */
      readonly fault?: string
    }

/** Compares copies with what the desk has when the log is read and nothing new is decided. */
export type Comparing = (desk: Desk, member: string, page: CopiesPage) => Promise<void>

/** Judges a request, reads its rows in order and grants what has waited for the member, all in one transaction. */
export async function readExchange(
  desk: Desk,
  request: ExchangeRequest,
  compare: Comparing,
  proofs: Pick<ObjectProofs, 'checkEvents'>,
): Promise<ExchangeRead> {
  const { member } = request
  const state = desk.state()
  const head = { incarnation: state.hub.incarnation, n: desk.mailHead(member) }
  const verdict = judgeRequest(state, state.parties.get(member), head, request)
  switch (verdict.kind) {
    case 'HUB_RESTORED': {
      const incarnation = Math.max(state.hub.incarnation, request.hubIncarnation) + 1
      await desk.step({ type: 'Restore', incarnation })
      return { kind: 'INTRODUCE', state: desk.state(), isRestored: true }
    }
    case 'DISCARD':
    case 'INTRODUCE':
      return { kind: 'INTRODUCE', state, isRestored: false }
    case 'READ':
      return readRows(desk, request, verdict.rows, { compare, proofs })
    default:
      return verdict satisfies never
  }
}

async function readRows(
  desk: Desk,
  request: ExchangeRequest,
  rows: readonly LogRow[],
  { compare, proofs }: { readonly compare: Comparing; readonly proofs: Pick<ObjectProofs, 'checkEvents'> },
): Promise<ExchangeRead> {
  const { member, copies, mailCursor } = request
  const hasReadMail = mailCursor.n === desk.mailHead(member)
  const governments = desk.state().parties.get(member)?.governments ?? []
  // Both are asked for at once. What these rows ask for is not among what has waited: it is known when they are read.
  const [waiting] = await Promise.all([
    desk.hasWaiting ? waitingFor(desk.sql, governments, GRANT_BATCH) : [],
    desk.prepare(rows.flatMap(({ message }) => ('complaint' in message ? [message.complaint] : []))),
  ])
  let read = 0
  let fault = missingRow(desk.state(), request, rows)
  try {
    for (const row of rows) {
      refuseForged(row)
      refuseUnproved(row, proofs)
      await desk.step({ type: 'ReadLog', member, row })
      read += 1
    }
  } catch (error) {
    if (!(error instanceof BrokenLog)) throw error
    fault = `Row ${rows[read]?.n}: ${error.message}`
  }
  const isCompared = copies !== undefined && hasReadMail && fault === undefined && isSettledParty(desk.state(), member)
  if (isCompared) await compare(desk, member, copies)
  // Whose log is broken from the first row on is not answered, and so has no contact.
  if (fault === undefined || read > 0) {
    await desk.step({ type: 'Contact', member })
    await grantWaiting(desk, waiting)
  }
  const hasReport = rows.slice(0, read).some(({ message }) => message.type === 'Report')
  return {
    kind: 'READ',
    state: desk.state(),
    rows: read,
    hasReport,
    isCompared,
    ...(fault === undefined ? {} : { fault }),
  }
}

/** What a member has is what the hub has given it: neither of them is being restored. */
function isSettledParty({ hub, parties }: HubState, member: string): boolean {
  const party = parties.get(member)
  return party?.reported === true && !party.owesConfirmed && hub.recovery === undefined
}

/** Looks at what was just asked for, and at what has waited for the member that asks. */
async function grantWaiting(desk: Desk, waiting: readonly string[]): Promise<void> {
  const asked = desk.changes().flatMap(({ after }) => (after.request ? [after.complaint] : []))
  const complaints = [...new Set([...asked, ...waiting])]
  await desk.prepare(complaints)
  for (const complaint of complaints) await desk.step({ type: 'Advance', complaint })
}

/** Rows were sent behind one that is missing. */
function missingRow({ parties }: HubState, { member, log }: ExchangeRequest, rows: readonly LogRow[]) {
  const last = rows.at(-1) ?? parties.get(member)?.logCursor
  const next = last && log.find((row) => isAfter(row, last))
  return next && `Row ${next.n} of incarnation ${next.incarnation} does not follow what was read`
}

/** On a signed network every event is its government's, and every change of hands the hub's, whoever shows them. */
function refuseUnproved({ message }: LogRow, proofs: Pick<ObjectProofs, 'checkEvents'>): void {
  const events =
    message.type === 'Report'
      ? message.rows.flatMap(({ chain, annex }) => [...chain, ...annex])
      : 'event' in message
        ? [message.event]
        : []
  const fault = proofs.checkEvents(events)
  if (fault !== undefined) throw new BrokenLog(fault)
}

/** What a Report shows is compared, and found out by the reconciliation when it is broken; a single event is its hash. */
function refuseForged({ message }: LogRow): void {
  if ('event' in message && hashOf(message.event) !== message.event.hash) {
    throw new BrokenLog('An event carries its own hash')
  }
}
