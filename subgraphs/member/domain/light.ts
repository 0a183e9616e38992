import type { GovernmentCode } from '@lawang/schema/region'
import { civilDayOf, endOfDay } from './civil-day.ts'
import { type ClockRule, clockName } from './clock-rules.ts'
import type { ClockContext } from './clocks.ts'
import type { Deadline } from './model.ts'

/** GREEN in time, YELLOW in the last units before the deadline that the rule names, RED from the deadline on. */
export type Light = 'GREEN' | 'YELLOW' | 'RED'

const HOUR = 60 * 60 * 1000

/** The light of a deadline of a government's case. A clock that is unknown here, from newer software, never warns. */
export function lightOf(deadline: Deadline, government: GovernmentCode, now: Date, context: ClockContext): Light {
  if (now >= deadline.at) return 'RED'
  const warn = warnAt(deadline, government, context)
  return warn && now >= warn ? 'YELLOW' : 'GREEN'
}

/** From when a deadline's light is yellow. */
export function warnAt({ at, clock }: Deadline, government: GovernmentCode, context: ClockContext): Date | undefined {
  const rule = ruleNamed(clock, context)
  if (!rule) return undefined
  if (rule.unit === 'working-hours') return new Date(at.getTime() - rule.warn * HOUR)
  // The deadline is the end of its day: a moment before it is still that day.
  const last = civilDayOf(new Date(at.getTime() - 1), government)
  return endOfDay(context.calendar.subtractWorkingDays(last, rule.warn), government)
}

function ruleNamed(clock: string, { clockRules }: ClockContext): ClockRule | undefined {
  for (const { rules } of clockRules) {
    const found = rules.find((rule) => clockName(rule) === clock)
    if (found) return found
  }
  return undefined
}
