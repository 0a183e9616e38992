import { Refusal } from '../errors.ts'
import { isAfter, positionOf } from './cursor.ts'
import type { Custody } from './custody.ts'
import { NO_LEASE, type Now } from './lease.ts'
import { type FreshId, memberCommand } from './member-commands.ts'
import { receive } from './member-mail.ts'
import type { MeetHub, MemberInput, MemberState, MemberStep, ReadMail, Restore } from './member-state.ts'
import type { MailMessage, Report, ReportRow } from './messages.ts'

/**
 * One step of a member: what an input makes of the rows that it concerns, and what the member's log says of it. The
 * caller commits state and log rows in one transaction. Pure: time and randomness are arguments. Throws `Refusal` for a
 * command that custody does not allow.
 */
export function memberStep(state: MemberState, input: MemberInput, now: Now, freshId: FreshId): MemberStep {
  switch (input.type) {
    case 'ReadMail':
      return readMail(state, input, now, freshId)
    case 'MeetHub':
      return meetHub(state, input)
    case 'Restore':
      return restore(state, input)
    default:
      return memberCommand(state, input, now, freshId)
  }
}

/**
 * A row of mail is read once. Of those that were written for an older incarnation of this member only what tells of others
 * counts: a hub that was restored too may not know of the new one, and nobody would tell it again.
 */
function readMail(state: MemberState, input: ReadMail, now: Now, freshId: FreshId): MemberStep {
  const { member, rows } = state
  const { row } = input
  if (!isAfter(row, member.mailCursor)) return { state, out: [] }
  const read: MemberState = { ...state, member: { ...member, mailCursor: positionOf(row) } }
  const { message } = row
  if (row.to < member.incarnation && !tellsOfOthers(message)) return { state: read, out: [] }
  if (message.type === 'Confirmed') {
    const confirmed = message.incarnation === member.incarnation
    return confirmed
      ? { state: { ...read, member: { ...read.member, quarantined: false } }, out: [] }
      : { state: read, out: [] }
  }
  const received = receive(rows[0], message, input, now, freshId)
  return { state: { ...read, rows: received.row ? [received.row] : [] }, out: received.out }
}

/** Gives this member nothing, and ends nothing that it has asked for. */
function tellsOfOthers({ type }: MailMessage): boolean {
  return type === 'View' || type === 'Event'
}

/** Everything that the former hub has mailed is void: it was forgotten, and may contradict what the new one decides. */
function meetHub(state: MemberState, { hubIncarnation }: MeetHub): MemberStep {
  if (hubIncarnation <= state.member.hubIncarnation) throw new Refusal('INTERNAL', 'This hub has been met before')
  const member = { ...state.member, hubIncarnation, mailCursor: { incarnation: hubIncarnation, n: 0 } }
  const met = { ...state, member }
  return { state: met, out: reportOf(met) }
}

/** Until the hub has said what this member holds, it takes in and does not act. */
function restore(state: MemberState, { incarnation }: Restore): MemberStep {
  if (incarnation <= state.member.incarnation) throw new Refusal('INTERNAL', 'A restore takes a higher incarnation')
  const restored: MemberState = {
    ...state,
    member: { ...state.member, incarnation, quarantined: true },
    mark: NO_LEASE,
  }
  return { state: restored, out: reportOf(restored) }
}

/** Every custody row, page by page. At least one page, so that a member that has nothing has reported too. */
function reportOf({ law, member, rows }: MemberState): readonly Report[] {
  const pages = Math.max(1, Math.ceil(rows.length / law.reportPage))
  return Array.from({ length: pages }, (_, page) => ({
    type: 'Report',
    restored: member.quarantined,
    hub: member.hubIncarnation,
    page,
    last: page === pages - 1,
    rows: rows.slice(page * law.reportPage, (page + 1) * law.reportPage).map(reportRow),
  }))
}

function reportRow(custody: Custody): ReportRow {
  const { complaint, government, door, leaseClass, dossier, secretHash, standing, chain, annex } = custody
  const { state, epoch } = standing
  const released = standing.state === 'RELEASED' ? { to: standing.to, newEpoch: standing.newEpoch } : {}
  const hash = secretHash === undefined ? {} : { secretHash }
  return { complaint, government, state, epoch, door, ...released, leaseClass, dossier, ...hash, chain, annex }
}
