import { Refusal } from '@lawang/schema/errors'
import { type CaseContext, type CaseDecision, type CaseState, decided } from './case-act.ts'
import type { CaseCommand } from './model.ts'
import { readText, requireText } from './text.ts'
import type { Timeline } from './timeline.ts'

const QUESTION = { name: 'question', longest: 2_000 }
const REASON_TEXT = { name: 'reason', longest: 2_000 }

type Command<T extends CaseCommand['type']> = Extract<CaseCommand, { type: T }>

/** Asks the reporter to complete the report. The status stays; the clocks stand still until the reply. */
export function defer({ question }: Command<'defer'>, state: CaseState, context: CaseContext): CaseDecision {
  return decided('DEFERRED', state.case, state, context, { reason: requireText(question, QUESTION, 'EMPTY_REASON') })
}

/** Work at the place begins or ends; the days between are left out of the clocks. Refuses FIELD_WORK_PHASE. */
export function fieldWork(command: Command<'fieldWork'>, state: CaseState, context: CaseContext): CaseDecision {
  const isOut = isOpen(state.timeline, 'FIELD_WORK')
  if (command.phase === 'STARTED' && isOut) {
    throw new Refusal('FIELD_WORK_PHASE', 'Field work has begun already. Send ENDED when it is over.')
  }
  if (command.phase === 'ENDED' && !isOut) {
    throw new Refusal('FIELD_WORK_PHASE', 'No field work has begun. Send STARTED when it does.')
  }
  const reason = command.reason === undefined ? undefined : readText(command.reason, REASON_TEXT)
  const type = command.phase === 'STARTED' ? 'FIELD_WORK_STARTED' : 'FIELD_WORK_ENDED'
  return decided(type, state.case, state, context, reason === undefined ? {} : { reason })
}

/** Whether the clocks stand still for this reason now. */
export function isOpen({ pauses }: Timeline, why: Timeline['pauses'][number]['why']): boolean {
  return pauses.some((pause) => pause.why === why && pause.to === undefined)
}
