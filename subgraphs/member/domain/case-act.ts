import type { ChainEventType, ComplaintStatus, EventData } from '@lawang/schema/exchange/messages'
import { agencyNameOf, caseCopyOf } from './case-copy.ts'
import { runningDeadline } from './clocks.ts'
import { statusAfter } from './complaint.ts'
import { belongsElsewhere, type HandoverWish } from './handover.ts'
import type { AnswerDraft, CaseRecord, EventDraft, Reference } from './model.ts'
import { advance, type Timeline } from './timeline.ts'

/** What an act is decided on: the case, the complaint's status at the chain's tip, and what the clocks are read from. */
export interface CaseState {
  readonly case: CaseRecord
  readonly status: ComplaintStatus
  readonly timeline: Timeline
  /** The reason of the event that closed it; absent while it is open. */
  readonly closedBy?: string | undefined
}

export interface CaseContext {
  readonly now: Date
  readonly reference: Reference
}

/** What an officer's act is decided by beside the case. */
export interface OfficerContext extends CaseContext {
  /** The token's subject. */
  readonly officer: string
  /** Whether the government's answers need two persons. */
  readonly twoPersons: boolean
  readonly draft?: AnswerDraft | undefined
}

/** What an act comes to. `handover` set: the event is the request, and the case stays as it is until custody has moved. */
export interface CaseDecision {
  readonly case: CaseRecord
  readonly event: EventDraft
  readonly handover?: HandoverWish
}

export type Particulars = Partial<Omit<EventData, 'handledBy' | 'case'>>

/**
 * The event of an act and the case as the act leaves it, under the deadline that its clocks then come to. `particulars`
 * may name another complaint status than the event's usual one.
 */
export function decided(
  type: ChainEventType,
  record: CaseRecord,
  state: CaseState,
  context: CaseContext,
  particulars: Particulars = {},
): CaseDecision {
  const data = {
    status: statusAfter(state.status, type),
    handledBy: agencyNameOf(record.agency),
    agency: agencyNameOf(record.agency),
    ...particulars,
  }
  const before = { ...record, deadline: state.case.deadline }
  const event = {
    type,
    at: context.now.toISOString(),
    by: record.government,
    data: { ...data, case: caseCopyOf(before) },
  }
  const after = withDeadline(record, advance(state.timeline, event) ?? state.timeline, context)
  return { case: after, event: { type, data: { ...data, case: caseCopyOf(after) } } }
}

/** A case under the deadline that its timeline comes to. */
export function withDeadline(record: CaseRecord, timeline: Timeline, context: CaseContext): CaseRecord {
  const { deadline: _, ...rest } = record
  const standing = { status: record.status, elsewhere: belongsElsewhere(record, context) }
  const deadline = runningDeadline(timeline, standing, context.reference)
  return { ...rest, ...(deadline && { deadline }) }
}
