import { Refusal } from '@lawang/schema/errors'
import { type CaseContext, type CaseDecision, type CaseState, decided } from './case-act.ts'
import { type CivilDay, civilDayOf, isCivilDay } from './civil-day.ts'
import { readClock, ruleFor } from './clocks.ts'
import type { CaseCommand } from './model.ts'
import { requireText } from './text.ts'

const REASON_TEXT = { name: 'reason', longest: 2_000 }
/** The second one needs the reporter's consent, and there is no third. */
const MOST_EXTENSIONS = 2

type Extend = Extract<CaseCommand, { type: 'extend' }>

/**
 * Moves the settlement's deadline: the first time by the officer's word alone, the second time as a proposal that waits
 * for the reporter's consent. Refuses EMPTY_REASON, BAD_USER_INPUT for a day that is none or not later than the
 * deadline, and EXTENSION_LIMIT beyond what the rule set allows.
 */
export function extend({ until, reason }: Extend, state: CaseState, context: CaseContext): CaseDecision {
  const said = requireText(reason, REASON_TEXT, 'EMPTY_REASON')
  const { timeline } = state
  if (timeline.extensions >= MOST_EXTENSIONS) {
    throw new Refusal('EXTENSION_LIMIT', 'The deadline has been moved twice: it cannot be moved once more.')
  }
  requireWithin(until, state, context)
  const type = timeline.extensions === 0 ? 'EXTENDED' : 'EXTENSION_PROPOSED'
  return decided(type, state.case, state, context, { until, reason: said })
}

function requireWithin(until: CivilDay, { timeline }: CaseState, { reference, now }: CaseContext): void {
  const { government } = timeline
  if (!isCivilDay(until)) {
    throw new Refusal('BAD_USER_INPUT', 'until must be a day such as 2026-04-30.', { field: 'until' })
  }
  const rule = ruleFor(timeline, 'SETTLE', reference)
  const at = readClock(timeline, 'SETTLE', reference)?.at
  if (!at) {
    throw new Refusal('EXTENSION_LIMIT', 'The clock stands still: move its deadline when it runs again.')
  }
  const today = civilDayOf(now, government)
  const present = civilDayOf(new Date(at.getTime() - 1), government)
  if (until <= present || until < today) {
    throw new Refusal('BAD_USER_INPUT', 'until must be later than the present deadline, and not past.', {
      field: 'until',
    })
  }
  const latest = reference.calendar.addWorkingDays(present, rule.extension)
  if (latest !== undefined && until > latest) {
    throw new Refusal('EXTENSION_LIMIT', `The rules move this deadline to ${latest} at the latest.`, { latest })
  }
}
