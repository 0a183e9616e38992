import { isAfter, positionOf } from './cursor.ts'
import { takeTurns } from './custody-turn.ts'
import { isReport, readMessage } from './hub-log.ts'
import { grantUnshown, readReportRow, restoreRow } from './hub-report.ts'
import { settle } from './hub-settle.ts'
import { BrokenLog, type HubInput, type HubState, type HubStep, maySettle, type Party } from './hub-state.ts'
import { LEASE_CLASSES } from './law.ts'
import type { LogRow, Report } from './messages.ts'
import type { Decision, Outgoing, Register } from './register.ts'

/**
 * One step of the hub: what an input makes of the rows that it concerns, and the mail that it writes. The caller commits
 * all of it in one transaction. `now` is the hub's clock in milliseconds. Throws `BrokenLog`.
 */
export function hubStep(state: HubState, input: HubInput, now: number): HubStep {
  switch (input.type) {
    case 'Start':
      return { state: { ...state, hub: { ...state.hub, startedAt: now } }, out: [] }
    case 'Restore':
      return restore(state, input.incarnation, now)
    case 'ReadLog':
      return readLog(state, input.member, input.row, now)
    case 'Contact':
      return changeParty(state, input.member, { contact: now })
    case 'Advance':
      return decideEach(state, (register) => advance(state, register, now))
    case 'EndRecovery':
      return endRecovery(state, now)
    case 'Confirm':
      return confirm(state, input)
    default:
      return input satisfies never
  }
}

function advance(state: HubState, register: Register, now: number): Decision {
  if (register.standing.phase === 'SETTLED') return takeTurns(state, register, now)
  if (register.standing.phase === 'UNSETTLED' && maySettle(state, register.leaseClass, now)) {
    return settle(state, register, now)
  }
  return { register, mail: [] }
}

/**
 * The hub has forgotten what it did since its backup. It tells nobody anything until it has heard what they hold; whoever
 * it was in contact with is counted as heard just now, because it may have been.
 */
function restore(state: HubState, incarnation: number, now: number): HubStep {
  const parties = [...state.parties.values()].map((party) => ({
    ...party,
    contact: now,
    reported: false,
    owesConfirmed: false,
    confirmedTo: undefined,
  }))
  const register = state.register.map(({ request: _, seizure: __, ...row }) => ({
    ...row,
    standing: { phase: 'UNSETTLED' as const, claims: [], waiting: [] },
  }))
  const hub = { ...state.hub, incarnation, startedAt: now, recovery: { since: now, settled: [] } }
  return { state: { ...state, hub, parties: byName(parties), register }, out: [] }
}

/** A row is read once. What a member wrote before its Report is in the Report. */
function readLog(state: HubState, member: string, row: LogRow, now: number): HubStep {
  const party = state.parties.get(member)
  if (!party || !isAfter(row, party.logCursor)) return { state, out: [] }
  const anew = row.incarnation > party.logCursor.incarnation
  const reported = party.reported && !anew
  const read = changeParty(state, member, { logCursor: positionOf(row), reported }).state
  const { message } = row
  if (isReport(message))
    return message.hub === state.hub.incarnation ? readReport(read, member, message) : { state: read, out: [] }
  if (!reported) return { state: read, out: [] }
  const { register, mail } = readMessage(read, read.register[0], { member, message }, now)
  return { state: { ...read, register: [register] }, out: mail }
}

function readReport(state: HubState, member: string, report: Report): HubStep {
  const known = new Map(state.register.map((row) => [row.complaint, row]))
  const out: Outgoing[] = []
  for (const row of report.rows) {
    if (state.memberOf.get(row.government) !== member)
      throw new BrokenLog('A Report speaks for the governments of its member')
    const { register, mail } = readReportRow(state, known.get(row.complaint), row, report.restored)
    known.set(row.complaint, register)
    out.push(...mail)
  }
  const page: HubStep = { state: { ...state, register: [...known.values()] }, out }
  if (!report.last) return page
  const owed = { owesConfirmed: report.restored, confirmedTo: undefined }
  const reported = changeParty(page.state, member, { reported: true, ...owed })
  const ended = report.restored ? reported : endReport(reported.state, member)
  return { state: ended.state, out: [...out, ...ended.out] }
}

function endReport(state: HubState, member: string): HubStep {
  const party = state.parties.get(member)
  return party ? decideEach(state, (register) => grantUnshown(state, party, register)) : { state, out: [] }
}

/** A class is renewed again when none of its complaints is unsettled; the recovery ends when all classes are. */
function endRecovery(state: HubState, now: number): HubStep {
  const { hub, register } = state
  if (!hub.recovery) return { state, out: [] }
  const open = register.filter((row) => row.standing.phase === 'UNSETTLED')
  const settled = LEASE_CLASSES.filter(
    (leaseClass) => maySettle(state, leaseClass, now) && !open.some((row) => row.leaseClass === leaseClass),
  )
  const { recovery, ...rest } = hub
  const ended = settled.length === LEASE_CLASSES.length ? rest : { ...rest, recovery: { ...recovery, settled } }
  return { state: { ...state, hub: ended }, out: [] }
}

/**
 * Waits until the hub itself has recovered: before that it cannot say what the member holds. The last page ends the
 * quarantine, so that nobody acts who has not been told of all.
 */
function confirm(
  state: HubState,
  { member, complaints, last }: Extract<HubInput, { readonly type: 'Confirm' }>,
): HubStep {
  const party = state.parties.get(member)
  if (!party?.owesConfirmed || !party.reported || state.hub.recovery) return { state, out: [] }
  const restored = decideEach(state, (register) => restoreRow(state, party, register))
  if (!last) {
    const { state: told } = changeParty(restored.state, member, { confirmedTo: complaints.at(-1) })
    return { state: told, out: restored.out }
  }
  const confirmed = changeParty(restored.state, member, { owesConfirmed: false, confirmedTo: undefined })
  const [government] = party.governments
  const end: Outgoing[] =
    government === undefined
      ? []
      : [{ to: government, message: { type: 'Confirmed', incarnation: party.logCursor.incarnation } }]
  return { state: confirmed.state, out: [...restored.out, ...end] }
}

function decideEach(state: HubState, decide: (register: Register) => Decision): HubStep {
  const decisions = state.register.map(decide)
  return {
    state: { ...state, register: decisions.map((decision) => decision.register) },
    out: decisions.flatMap((decision) => decision.mail),
  }
}

function changeParty(state: HubState, member: string, change: Partial<Party>): HubStep {
  const party = state.parties.get(member)
  if (!party) return { state, out: [] }
  const parties = new Map(state.parties).set(member, { ...party, ...change })
  return { state: { ...state, parties }, out: [] }
}

function byName(parties: readonly Party[]): ReadonlyMap<string, Party> {
  return new Map(parties.map((party) => [party.name, party]))
}
