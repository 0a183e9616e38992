import type { CaseStatus, ComplaintKind } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { type CivilDay, civilDayOf, endOfDay, nextDay, weekdayOf } from './civil-day.ts'
import type { Calendar, Deadline } from './model.ts'

/**
 * The clocks that run on a case. 3 and 5 days until verified and followed up are what the national application
 * promises; 5 and 14 days until settled are the regulation's, by kind. Its 60 days for complaints about abuse of
 * office are not used: nothing tells these complaints apart yet.
 */
export type Clock =
  | 'VERIFY_3_WORKING_DAYS'
  | 'FOLLOW_UP_5_WORKING_DAYS'
  | 'SETTLE_5_WORKING_DAYS'
  | 'SETTLE_14_WORKING_DAYS'

const DAYS: Readonly<Record<Clock, number>> = {
  VERIFY_3_WORKING_DAYS: 3,
  FOLLOW_UP_5_WORKING_DAYS: 5,
  SETTLE_5_WORKING_DAYS: 5,
  SETTLE_14_WORKING_DAYS: 14,
}

/** The clock that runs while a case has a status; none once it is answered or has ended. */
export function clockOf(status: CaseStatus, kind: ComplaintKind): Clock | undefined {
  switch (status) {
    case 'OPEN':
      return 'VERIFY_3_WORKING_DAYS'
    case 'VERIFIED':
    case 'ASSIGNED':
      return 'FOLLOW_UP_5_WORKING_DAYS'
    case 'IN_PROGRESS':
      return kind === 'COMPLAINT' ? 'SETTLE_14_WORKING_DAYS' : 'SETTLE_5_WORKING_DAYS'
    case 'ANSWERED':
    case 'HANDED_OVER':
    case 'ARCHIVED':
    case 'CLOSED':
      return undefined
  }
}

/** The deadline of a clock that began at an instant: the end of its last working day at the government. */
export function deadlineOf(clock: Clock, began: Date, government: GovernmentCode, calendar: Calendar): Deadline {
  const last = addWorkingDays(civilDayOf(began, government), DAYS[clock], calendar)
  return { at: endOfDay(last, government), clock }
}

/**
 * The day `count` working days after `day`, which itself is day 0. Working days are Monday to Friday without the
 * calendar's days off; years that the calendar does not have are taken to have none.
 */
export function addWorkingDays(day: CivilDay, count: number, calendar: Calendar): CivilDay {
  let reached = day
  for (let left = count; left > 0; ) {
    reached = nextDay(reached)
    if (isWorkingDay(reached, calendar)) left--
  }
  return reached
}

function isWorkingDay(day: CivilDay, calendar: Calendar): boolean {
  const weekday = weekdayOf(day)
  return weekday > 0 && weekday < 6 && !calendar.has(day)
}
