import { type GovernmentCode, selfAndAncestors } from '@lawang/schema/region'

/** A day as people write it, in some government's time zone: `2026-03-17`. */
export type CivilDay = string

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
const EASTERN_OFFSET = 9 * HOUR

/** Provinces of the central zone (WITA, UTC+8) and the eastern zone (WIT, UTC+9); all others have UTC+7 (WIB). */
const CENTRAL = new Set(['51', '52', '53', '63', '64', '65', '71', '72', '73', '74', '75', '76'])
const EASTERN = new Set(['81', '82', '91', '92', '93', '94', '95', '96'])

/** Milliseconds ahead of UTC. The country has no daylight saving time; the nation keeps Jakarta's time. */
function offsetOf(government: GovernmentCode): number {
  const province = selfAndAncestors(government).at(-2) ?? government
  if (EASTERN.has(province)) return EASTERN_OFFSET
  return CENTRAL.has(province) ? 8 * HOUR : 7 * HOUR
}

/** The day that it is at a government at an instant. */
export function civilDayOf(instant: Date, government: GovernmentCode): CivilDay {
  return dayAt(instant, offsetOf(government))
}

/** The latest day that it is anywhere in the country: that of the eastern zone, where each begins. */
export function latestCivilDay(instant: Date): CivilDay {
  return dayAt(instant, EASTERN_OFFSET)
}

function dayAt(instant: Date, ahead: number): CivilDay {
  return new Date(instant.getTime() + ahead).toISOString().slice(0, 10)
}

/** The instant at which a day ends (24:00) at a government. */
export function endOfDay(day: CivilDay, government: GovernmentCode): Date {
  return instantOf(day, DAY, government)
}

/** The instant of a time of day at a government, in milliseconds after the day's beginning. */
export function instantOf(day: CivilDay, timeOfDay: number, government: GovernmentCode): Date {
  return new Date(Date.parse(day) + timeOfDay - offsetOf(government))
}

export function nextDay(day: CivilDay): CivilDay {
  return dayOfNumber(dayNumber(day) + 1)
}

/** Days counted from 1970-01-01, which is 0. */
export function dayNumber(day: CivilDay): number {
  return Date.parse(day) / DAY
}

export function dayOfNumber(number: number): CivilDay {
  return new Date(number * DAY).toISOString().slice(0, 10)
}

/** Whether the text is a day that exists: `2026-02-29` is none, and no calendar has a year 0. */
export function isCivilDay(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
