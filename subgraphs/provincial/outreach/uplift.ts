import { dayNumber, dayOfNumber } from '@lawang/member/domain/civil-day'
import type { Days } from '@lawang/member/work'

/** Days before and after a visit that are compared at most. */
const LONGEST = 90

/**
 * The days to compare: after the visit, the day itself included, up to yesterday, and as many before it. Undefined on the
 * day of the visit, when nothing is over yet.
 */
export function comparedDays(
  visitedOn: string,
  today: string,
): { readonly days: number; readonly before: Days; readonly after: Days } | undefined {
  const visit = dayNumber(visitedOn)
  const days = Math.min(LONGEST, dayNumber(today) - visit)
  if (days < 1) return undefined
  return {
    days,
    before: { from: dayOfNumber(visit - days), to: dayOfNumber(visit - 1) },
    after: { from: visitedOn, to: dayOfNumber(visit + days - 1) },
  }
}
