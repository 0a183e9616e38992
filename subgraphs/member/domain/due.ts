import type { CaseStatus } from '@lawang/schema/exchange/messages'
import { type CaseContext, type CaseDecision, type CaseState, decided } from './case-act.ts'
import { isOpen } from './case-pauses.ts'
import type { ClockPurpose } from './clock-rules.ts'
import { type ClockContext, readClock, runningDeadline } from './clocks.ts'
import type { RulesContext } from './competence.ts'
import { belongsElsewhere, type CompetenceFacts } from './handover.ts'
import { warnAt } from './light.ts'
import type { CaseRecord } from './model.ts'
import { REASON } from './reasons.ts'
import type { Timeline } from './timeline.ts'

/** What time itself brings about, once each: the timeline says what has been done. */
export type DueAct = 'CLOSE_BY_SILENCE' | 'CLOSE_UNCOMPLETED' | 'ASK_FOR_OMBUDSMAN' | 'REMIND' | 'ESCALATE'

/** How a case stands beside its timeline. */
export interface Standing {
  readonly status: CaseStatus
  readonly elsewhere: boolean
}

interface Due {
  readonly act: DueAct
  readonly at: Date
}

/** Everything that time will bring about, earliest first, unless somebody acts before. */
export function dueActs(timeline: Timeline, standing: Standing, context: ClockContext): readonly Due[] {
  const { status } = standing
  if (status === 'CLOSED' || status === 'ARCHIVED' || status === 'HANDED_OVER') return []
  const clock = (purpose: ClockPurpose) => readClock(timeline, purpose, context)?.at
  const isUnsettled = status !== 'ANSWERED' && timeline.ombudsman === undefined
  const candidates: readonly { readonly act: DueAct; readonly at: Date | undefined }[] = [
    { act: 'CLOSE_BY_SILENCE', at: status === 'ANSWERED' ? clock('REPLY') : undefined },
    { act: 'CLOSE_UNCOMPLETED', at: isOpen(timeline, 'QUESTION') ? clock('COMPLETE') : undefined },
    { act: 'ASK_FOR_OMBUDSMAN', at: isUnsettled ? clock('OMBUDSMAN') : undefined },
    { act: 'REMIND', at: reminderAt(timeline, standing, context) },
    { act: 'ESCALATE', at: escalationAt(timeline, standing, context) },
  ]
  return candidates.flatMap(({ act, at }) => (at ? [{ act, at }] : [])).sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** When time will bring something about next; undefined while it will not. */
export function dueAtOf(
  record: CompetenceFacts & Pick<CaseRecord, 'status'>,
  timeline: Timeline,
  context: RulesContext,
): Date | undefined {
  const elsewhere = belongsElsewhere(record, context)
  return dueActs(timeline, { status: record.status, elsewhere }, context.reference)[0]?.at
}

/** An agency is reminded once of each deadline, and once more when it has moved. */
function reminderAt(timeline: Timeline, standing: Standing, context: ClockContext): Date | undefined {
  const { escalated, reminded, government } = timeline
  const deadline = runningDeadline(timeline, standing, context)
  if (!deadline || escalated.includes(deadline.clock)) return undefined
  if (reminded?.clock === deadline.clock && reminded.at === deadline.at.toISOString()) return undefined
  const warn = warnAt(deadline, government, context)
  return warn && warn < deadline.at ? warn : undefined
}

/** A supervisor is told once of each clock. */
function escalationAt(timeline: Timeline, standing: Standing, context: ClockContext): Date | undefined {
  const deadline = runningDeadline(timeline, standing, context)
  return deadline && !timeline.escalated.includes(deadline.clock) ? deadline.at : undefined
}

/** What is due now, as the event that does it; undefined where nothing is. What follows from it is decided on anew. */
export function decideDue(state: CaseState, context: CaseContext): CaseDecision | undefined {
  const { case: record, timeline } = state
  const standing = { status: record.status, elsewhere: belongsElsewhere(record, context) }
  const due = dueActs(timeline, standing, context.reference).filter(({ at }) => at <= context.now)
  // Nobody is reminded of what is over.
  const isLate = due.some(({ act }) => act === 'ESCALATE')
  const next = due.find(({ act }) => act !== 'REMIND' || !isLate)
  if (!next) return undefined
  const closed = { ...record, status: 'CLOSED' as const }
  switch (next.act) {
    case 'CLOSE_BY_SILENCE':
      return decided('CLOSED', closed, state, context, { reason: REASON.CLOSED_BY_SILENCE })
    case 'CLOSE_UNCOMPLETED':
      return decided('CLOSED', closed, state, context, { reason: REASON.NO_REPLY_TO_QUESTION })
    case 'ASK_FOR_OMBUDSMAN':
      return decided('ESCALATED', record, state, context, { reason: REASON.OMBUDSMAN_CONSENT_ASKED })
    case 'REMIND':
      return decided('REMINDED', record, state, context, { reason: REASON.DEADLINE_NEAR })
    case 'ESCALATE':
      return decided('ESCALATED', record, state, context, { reason: REASON.OVERDUE })
  }
}
