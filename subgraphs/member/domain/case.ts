import { Refusal } from '@lawang/schema/errors'
import type { ComplaintStatus, EventData, EventType } from '@lawang/schema/exchange/messages'
import { parseId } from '@lawang/schema/id'
import { agencyNameOf, caseCopyOf } from './case-copy.ts'
import { requireOpen, requireStatus } from './case-status.ts'
import { statusAfter } from './complaint.ts'
import { clockOf, deadlineOf } from './deadline.ts'
import { belongsElsewhere, type HandoverWish, handoverTarget } from './handover.ts'
import type { Agency, CaseCommand, CaseRecord, Deadline, EventDraft, Reference } from './model.ts'
import { readText, requireText } from './text.ts'

/** What an act is decided on: the case, and the complaint's status at the chain's tip. */
export interface CaseState {
  readonly case: CaseRecord
  readonly status: ComplaintStatus
}

export interface CaseContext {
  readonly now: Date
  readonly reference: Reference
}

/** What an act comes to. `handover` set: the event is the request, and the case stays as it is until custody has moved. */
export interface CaseDecision {
  readonly case: CaseRecord
  readonly event: EventDraft
  readonly handover?: HandoverWish
}

/** The reasons to archive. "Not ours" is none: what belongs elsewhere is handed over. */
export const ARCHIVE_REASONS = ['MALFORMED', 'TOO_GENERAL', 'NOT_ABOUT_GOVERNMENT', 'DUPLICATE', 'SPAM'] as const

const TITLE = { name: 'title', longest: 200, singleLine: true }
const ANSWER = { name: 'body', longest: 20_000 }
const NOTE = { name: 'note', longest: 2_000 }
const REASON = { name: 'reason', longest: 2_000 }
const EXPLANATION = { name: 'explanation', longest: 2_000 }

type Command<T extends CaseCommand['type']> = Extract<CaseCommand, { type: T }>

/**
 * Decides one act on a case. Refusals: NOT_HOLDER, CASE_CLOSED, WRONG_CASE_STATUS, and by act UNKNOWN_CATEGORY,
 * UNKNOWN_AGENCY, INVALID_HANDOVER_TARGET, INVALID_ARCHIVE_REASON, EMPTY_REASON, EMPTY_BODY, TEXT_TOO_LONG,
 * WRONG_ID_KIND, BAD_USER_INPUT. Whether the officer may act here (access/policy), and whether the government may
 * (custody), is asked before.
 */
export function decideCase(command: CaseCommand, state: CaseState, context: CaseContext): CaseDecision {
  requireOpen(state.case)
  requireStatus(command.type, state.case.status)
  switch (command.type) {
    case 'verify':
      return verify(command, state, context)
    case 'assign':
      return assign(command, state, context)
    case 'start':
      return start(state, context)
    case 'answer':
      return answer(command, state)
    case 'handOver':
      return handOver(command, state, context)
    case 'archive':
      return archive(command, state)
    case 'close':
      return close(state)
    default:
      return command satisfies never
  }
}

/** Verifying again corrects what was verified before; its clock does not begin anew. */
function verify({ category, title, kind }: Command<'verify'>, state: CaseState, context: CaseContext): CaseDecision {
  if (!context.reference.category(category)) throw new Refusal('UNKNOWN_CATEGORY')
  const changes = {
    category,
    title: title === undefined ? undefined : requireText(title, TITLE, 'EMPTY_TITLE'),
    kind,
  }
  const again = state.case.status === 'VERIFIED'
  const record: CaseRecord = {
    ...state.case,
    category,
    title: changes.title ?? state.case.title,
    kind: kind ?? state.case.kind,
    status: 'VERIFIED',
  }
  const deadline = again ? record.deadline : deadlineFrom(context.now, record, context)
  return decided('VERIFIED', { ...record, deadline }, state, changes)
}

/** The follow-up clock goes on from the first verification; work that had begun at another agency begins again. */
function assign({ agency: id, note }: Command<'assign'>, state: CaseState, context: CaseContext): CaseDecision {
  const agency = readOwnAgency(id, state.case, context.reference)
  const record: CaseRecord = { ...state.case, status: 'ASSIGNED', agency: agencyNameOf(agency) }
  return decided('ASSIGNED', record, state, {
    agency: record.agency,
    note: note === undefined ? undefined : readText(note, NOTE),
  })
}

/** The settlement clock counts from the day on which this government opened its case: verifying late does not move it. */
function start(state: CaseState, context: CaseContext): CaseDecision {
  const record: CaseRecord = { ...state.case, status: 'IN_PROGRESS' }
  return decided('STARTED', { ...record, deadline: deadlineFrom(record.openedAt, record, context) }, state)
}

function answer({ body }: Command<'answer'>, state: CaseState): CaseDecision {
  const text = requireText(body, ANSWER, 'EMPTY_BODY')
  return decided('ANSWERED', { ...state.case, status: 'ANSWERED', deadline: undefined }, state, { text })
}

function handOver({ to, reason }: Command<'handOver'>, state: CaseState, context: CaseContext): CaseDecision {
  const said = requireText(reason, REASON, 'EMPTY_REASON')
  const target = handoverTarget(to, state.case, context.reference)
  return {
    case: state.case,
    event: handoverRequest({ ...target, reason: said }, state, context.reference),
    handover: { ...target, reason: said },
  }
}

/** The chain's event of a wish to hand over. It changes neither the case nor the complaint's status. */
export function handoverRequest(
  { to, agency, reason }: HandoverWish,
  { case: record, status }: CaseState,
  reference: Reference,
): EventDraft {
  const named = agency === undefined ? undefined : reference.agency(agency)
  const { government: from, agency: handledBy } = record
  return {
    type: 'HANDOVER_REQUESTED',
    data: {
      status,
      handledBy: agencyNameOf(handledBy),
      case: caseCopyOf(record),
      reason,
      from,
      to,
      agency: named && agencyNameOf(named),
    },
  }
}

function archive({ reason, explanation }: Command<'archive'>, state: CaseState): CaseDecision {
  if (!ARCHIVE_REASONS.some((known) => known === reason)) {
    throw new Refusal('INVALID_ARCHIVE_REASON', undefined, { reasons: ARCHIVE_REASONS })
  }
  const said = requireText(explanation, EXPLANATION, 'EMPTY_REASON')
  const record: CaseRecord = { ...state.case, status: 'ARCHIVED', deadline: undefined }
  return decided('ARCHIVED', record, state, { reason: `${reason}: ${said}` })
}

function close(state: CaseState): CaseDecision {
  return decided('CLOSED', { ...state.case, status: 'CLOSED', deadline: undefined }, state)
}

type Particulars = Partial<Omit<EventData, 'status' | 'handledBy' | 'case'>>

function decided(type: EventType, record: CaseRecord, state: CaseState, particulars: Particulars = {}): CaseDecision {
  const data = {
    status: statusAfter(state.status, type),
    handledBy: agencyNameOf(record.agency),
    case: caseCopyOf(record),
    agency: agencyNameOf(record.agency),
    ...particulars,
  }
  return { case: record, event: { type, data } }
}

function deadlineFrom(began: Date, record: CaseRecord, { reference }: CaseContext): Deadline | undefined {
  const clock = clockOf(record.status, record.kind, belongsElsewhere(record, reference))
  return clock && deadlineOf(clock, began, record.government, reference.calendar)
}

function readOwnAgency(id: string, record: CaseRecord, reference: Reference): Agency {
  const parsed = parseId(id)
  if (parsed.form === 'malformed') {
    throw new Refusal('BAD_USER_INPUT', 'agency is not the id of an agency.', { field: 'agency' })
  }
  if (parsed.kind !== 'agency') throw new Refusal('WRONG_ID_KIND')
  const agency = reference.agency(parsed.id)
  if (agency?.government !== record.government) throw new Refusal('UNKNOWN_AGENCY')
  return agency
}
