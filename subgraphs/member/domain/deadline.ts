import type { CaseStatus, ComplaintKind } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { type CivilDay, civilDayOf, endOfDay, instantOf, nextDay, weekdayOf } from './civil-day.ts'
import type { Calendar, Deadline } from './model.ts'

/**
 * The clocks that run on a case. Each begins with the government that has the case: the time that one holder spent is
 * not charged to the next. 8 hours are for moving on what the rules give to another government. 3 and 5 days until verified and followed up are what the national application
 * promises; 5 and 14 days until settled are the regulation's, by kind. Its 60 days for complaints about abuse of
 * office are not used: nothing tells these complaints apart yet.
 */
export type Clock = DayClock | 'TRANSFER_8_WORKING_HOURS'
type DayClock =
  | 'VERIFY_3_WORKING_DAYS'
  | 'FOLLOW_UP_5_WORKING_DAYS'
  | 'SETTLE_5_WORKING_DAYS'
  | 'SETTLE_14_WORKING_DAYS'

const DAYS: Readonly<Record<DayClock, number>> = {
  VERIFY_3_WORKING_DAYS: 3,
  FOLLOW_UP_5_WORKING_DAYS: 5,
  SETTLE_5_WORKING_DAYS: 5,
  SETTLE_14_WORKING_DAYS: 14,
}

const HOUR = 60 * 60 * 1000
/** The hours of a working day, in milliseconds after its beginning. */
const OPENS = 8 * HOUR
const SHUTS = 16 * HOUR
const TRANSFER_HOURS = 8

/**
 * The clock that runs while a case has a status; none once it is answered or has ended. `belongsElsewhere`: the rules
 * give it to another government, and nobody has begun to work on it.
 */
export function clockOf(status: CaseStatus, kind: ComplaintKind, belongsElsewhere = false): Clock | undefined {
  switch (status) {
    case 'OPEN':
      return belongsElsewhere ? 'TRANSFER_8_WORKING_HOURS' : 'VERIFY_3_WORKING_DAYS'
    case 'VERIFIED':
    case 'ASSIGNED':
      return belongsElsewhere ? 'TRANSFER_8_WORKING_HOURS' : 'FOLLOW_UP_5_WORKING_DAYS'
    case 'IN_PROGRESS':
      return kind === 'COMPLAINT' ? 'SETTLE_14_WORKING_DAYS' : 'SETTLE_5_WORKING_DAYS'
    case 'ANSWERED':
    case 'HANDED_OVER':
    case 'ARCHIVED':
    case 'CLOSED':
      return undefined
  }
}

/**
 * The deadline of a clock that began at an instant: the end of its last working day at the government, or of its last
 * working hour.
 */
export function deadlineOf(clock: Clock, began: Date, government: GovernmentCode, calendar: Calendar): Deadline {
  if (clock === 'TRANSFER_8_WORKING_HOURS') {
    return { at: addWorkingHours(began, TRANSFER_HOURS, government, calendar), clock }
  }
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

/** The instant at which so many working hours of a government have passed: 8 to 16 o'clock of its working days. */
export function addWorkingHours(began: Date, hours: number, government: GovernmentCode, calendar: Calendar): Date {
  let left = hours * HOUR
  for (let day = civilDayOf(began, government); ; day = nextDay(day)) {
    if (!isWorkingDay(day, calendar)) continue
    const from = Math.max(began.getTime(), instantOf(day, OPENS, government).getTime())
    const open = Math.max(0, instantOf(day, SHUTS, government).getTime() - from)
    if (left <= open) return new Date(from + left)
    left -= open
  }
}

function isWorkingDay(day: CivilDay, calendar: Calendar): boolean {
  const weekday = weekdayOf(day)
  return weekday > 0 && weekday < 6 && !calendar.has(day)
}
