import { Refusal } from '@lawang/schema/errors'
import { parseId } from '@lawang/schema/id'
import { type CaseContext, type CaseDecision, type CaseState, decided, type OfficerContext } from './case-act.ts'
import { agencyNameOf, caseCopyOf } from './case-copy.ts'
import { extend } from './case-extension.ts'
import { defer, fieldWork } from './case-pauses.ts'
import { requireOpen, requireStatus } from './case-status.ts'
import { type HandoverWish, handoverTarget } from './handover.ts'
import type { Agency, CaseCommand, CaseRecord, EventDraft, Reference } from './model.ts'
import { REASON_WORDS } from './reasons.ts'
import { routedBy } from './routing.ts'
import { readText, requireText } from './text.ts'
import { requireWhole } from './whole.ts'

/** What no government may settle: the reporter is told who can. */
const REFERRALS = ['OUT_OF_SCOPE_CRIME', 'OUT_OF_SCOPE_LEGISLATURE', 'OUT_OF_SCOPE_COURT'] as const
/** The reasons to archive. "Not ours" is none: what belongs elsewhere is handed over. */
export const ARCHIVE_REASONS = [
  ...(['MALFORMED', 'TOO_GENERAL', 'NOT_ABOUT_GOVERNMENT', 'DUPLICATE', 'SPAM'] as const),
  ...REFERRALS,
] as const
export type ArchiveReason = (typeof ARCHIVE_REASONS)[number]

const TITLE = { name: 'title', longest: 200, singleLine: true }
const ANSWER = { name: 'body', longest: 20_000 }
const NOTE = { name: 'note', longest: 2_000 }
const REASON = { name: 'reason', longest: 2_000 }
const EXPLANATION = { name: 'explanation', longest: 2_000 }

/** A draft writes no event: it is the government's own paper until it is released. */
type DecidedCommand = Exclude<CaseCommand, { type: 'draft' }>
type Command<T extends CaseCommand['type']> = Extract<CaseCommand, { type: T }>

/**
 * Decides one act on a case. Refusals: NOT_HOLDER, CASE_CLOSED, WRONG_CASE_STATUS, and by act UNKNOWN_CATEGORY,
 * UNKNOWN_AGENCY, INVALID_HANDOVER_TARGET, INVALID_ARCHIVE_REASON, EMPTY_REASON, EMPTY_BODY, TEXT_TOO_LONG,
 * WRONG_ID_KIND, BAD_USER_INPUT, TWO_PERSONS_NEEDED, NO_DRAFT, RELEASED_BY_ANOTHER, FIELD_WORK_PHASE,
 * EXTENSION_LIMIT, SPLIT_CASE. Whether the officer may act here (access/policy), and whether the government may (custody), is asked
 * before.
 */
export function decideCase(command: DecidedCommand, state: CaseState, context: OfficerContext): CaseDecision {
  requireOpen(state.case)
  requireStatus(command.type, state.case.status)
  requireWhole(command.type, state.timeline)
  switch (command.type) {
    case 'verify':
      return verify(command, state, context)
    case 'assign':
      return assign(command, state, context)
    case 'start':
      return start(state, context)
    case 'answer':
      return answer(command, state, context)
    case 'release':
      return release(state, context)
    case 'handOver':
      return handOver(command, state, context)
    case 'archive':
      return archive(command, state, context)
    case 'close':
      return decided('CLOSED', { ...state.case, status: 'CLOSED' }, state, context)
    case 'defer':
      return defer(command, state, context)
    case 'extend':
      return extend(command, state, context)
    case 'fieldWork':
      return fieldWork(command, state, context)
    default:
      return command satisfies never
  }
}

/** Verifying again corrects what was verified before; its clock does not begin anew. */
function verify(
  { category, title, kind, supervision }: Command<'verify'>,
  state: CaseState,
  context: OfficerContext,
): CaseDecision {
  if (!context.reference.category(category)) throw new Refusal('UNKNOWN_CATEGORY')
  const changes = {
    category,
    title: title === undefined ? undefined : requireText(title, TITLE, 'EMPTY_TITLE'),
    kind,
    supervision,
  }
  const record: CaseRecord = {
    ...state.case,
    category,
    title: changes.title ?? state.case.title,
    kind: kind ?? state.case.kind,
    status: 'VERIFIED',
  }
  return decided('VERIFIED', record, state, context, { ...changes, ...routedBy(record, context) })
}

/** The follow-up clock goes on from the first verification; work that had begun at another agency begins again. */
function assign({ agency: id, note }: Command<'assign'>, state: CaseState, context: OfficerContext): CaseDecision {
  const agency = readOwnAgency(id, state.case, context.reference)
  const record: CaseRecord = { ...state.case, status: 'ASSIGNED', agency: agencyNameOf(agency) }
  return decided('ASSIGNED', record, state, context, {
    agency: record.agency,
    note: note === undefined ? undefined : readText(note, NOTE),
  })
}

/** The settlement clock counts from the day on which this government opened its case: verifying late does not move it. */
function start(state: CaseState, context: OfficerContext): CaseDecision {
  return decided('STARTED', { ...state.case, status: 'IN_PROGRESS' }, state, context)
}

function answer({ body }: Command<'answer'>, state: CaseState, context: OfficerContext): CaseDecision {
  if (context.twoPersons) throw new Refusal('TWO_PERSONS_NEEDED')
  const text = requireText(body, ANSWER, 'EMPTY_BODY')
  return decided('ANSWERED', { ...state.case, status: 'ANSWERED' }, state, context, { text })
}

/** Two persons stand behind an answer that is released. */
function release(state: CaseState, context: OfficerContext): CaseDecision {
  const { draft, officer } = context
  if (!draft) throw new Refusal('NO_DRAFT')
  if (draft.by === officer) throw new Refusal('RELEASED_BY_ANOTHER')
  return decided('ANSWERED', { ...state.case, status: 'ANSWERED' }, state, context, { text: draft.text })
}

/** The text of a draft, under the rules of an answer. Refuses EMPTY_BODY and TEXT_TOO_LONG. */
export function readDraft(body: string): string {
  return requireText(body, ANSWER, 'EMPTY_BODY')
}

function handOver({ to, reason }: Command<'handOver'>, state: CaseState, context: OfficerContext): CaseDecision {
  const said = requireText(reason, REASON, 'EMPTY_REASON')
  const target = handoverTarget(to, state.case, context)
  return {
    case: state.case,
    event: handoverRequest({ ...target, reason: said }, state, context),
    handover: { ...target, reason: said },
  }
}

/** The chain's event of a wish to hand over. It changes neither the case nor the complaint's status. */
export function handoverRequest(
  { to, agency, reason }: HandoverWish,
  { case: record, status }: Pick<CaseState, 'case' | 'status'>,
  context: CaseContext,
): EventDraft {
  const named = agency === undefined ? undefined : context.reference.agency(agency)
  const { government: from, agency: handledBy } = record
  const { routing } = routedBy(record, context)
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
      ...(routing && { routing }),
    },
  }
}

function archive({ reason, explanation }: Command<'archive'>, state: CaseState, context: OfficerContext): CaseDecision {
  if (!ARCHIVE_REASONS.some((known) => known === reason)) {
    throw new Refusal('INVALID_ARCHIVE_REASON', undefined, { reasons: ARCHIVE_REASONS })
  }
  const said = requireText(explanation, EXPLANATION, 'EMPTY_REASON')
  const referral = REFERRALS.find((code) => code === reason)
  const words = referral ? `${REASON_WORDS[referral].id} ${said}` : said
  return decided('ARCHIVED', { ...state.case, status: 'ARCHIVED' }, state, context, { reason: `${reason}: ${words}` })
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
