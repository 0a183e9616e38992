import { dayNumber, dayOfNumber } from '@lawang/member/domain/civil-day'
import type { Days } from '@lawang/member/work'
import { Refusal } from '@lawang/schema/errors'

const FORM = /^((?:19|20|21)\d{2})-Q([1-4])$/

/** The days of a quarter like 2026-Q1, as far as they are past: today is the last. Refuses BAD_USER_INPUT and FUTURE_MONTH. */
export function daysOfQuarter(quarter: string, today: string): Days {
  const [, year, number] = FORM.exec(quarter) ?? []
  if (year === undefined || number === undefined) {
    throw new Refusal('BAD_USER_INPUT', 'A quarter is written like 2026-Q1.')
  }
  const from = firstDay(Number(year), (Number(number) - 1) * 3)
  if (from > today) throw new Refusal('FUTURE_MONTH')
  const last = dayOfNumber(dayNumber(firstDay(Number(year), Number(number) * 3)) - 1)
  return { from, to: last < today ? last : today }
}

/** The first day of a month counted from 0; 12 is the next year's first. */
function firstDay(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}
