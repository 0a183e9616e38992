import { sha256Hex } from '@lawang/schema/digest'
import { type DayOff, readDaysOff } from '../reference/read-calendar.ts'
import { addCalendar, readNewestCalendar } from '../store/calendars.ts'
import type { Database } from '../store/database.ts'

/** A table of days off that somebody proposes, and why. */
export interface ProposedCalendar {
  /** What the table is called in what is said about it. */
  readonly name: string
  /** CSV, as reference/calendar.csv. */
  readonly text: string
  readonly reason: string
  readonly now: Date
}

/** What a table changes against the one that counts. */
export interface CalendarChange {
  readonly version: string
  /** False where the very same days are in force already. */
  readonly added: boolean
  readonly daysAdded: readonly string[]
  readonly daysRemoved: readonly string[]
}

/**
 * Puts a table of days off into force. It is the whole calendar, not an addition: one that has no day of a year of which the
 * present calendar has some is refused, since deadlines would run through that year's holidays. Throws with a sentence for
 * whoever runs the command.
 */
export async function putIntoForce(database: Database, proposed: ProposedCalendar): Promise<CalendarChange> {
  const { name, text, reason, now } = proposed
  const days = readDaysOff(name, text)
  const newest = await readNewestCalendar(database)
  const present = newest?.days ?? []
  requireYears(name, days, present)
  const change = { daysAdded: without(days, present), daysRemoved: without(present, days) }
  if (newest && hashOf(present) === hashOf(days)) return { version: newest.version, added: false, ...change }
  const version = `${now.toISOString()}-${hashOf(days)}`
  return { version, added: await addCalendar(database, { version, reason, addedAt: now, days }), ...change }
}

function requireYears(name: string, days: readonly DayOff[], present: readonly DayOff[]): void {
  const years = new Set(days.map(yearOf))
  const missing = [...new Set(present.map(yearOf))].filter((year) => !years.has(year))
  if (missing.length === 0) return
  throw new Error(
    `${name} has no days off of ${missing.join(', ')}, the present calendar has. Give the whole calendar, not what is new in it.`,
  )
}

function yearOf({ date }: DayOff): string {
  return date.slice(0, 4)
}

function without(days: readonly DayOff[], others: readonly DayOff[]): readonly string[] {
  const known = new Set(others.map(({ date }) => date))
  return days.flatMap(({ date }) => (known.has(date) ? [] : [date]))
}

/** Of all that the days say, their decrees and whether those were checked included, in the order of the days. */
function hashOf(days: readonly DayOff[]): string {
  const rows = days
    .map(({ date, name, kind, decree, source, verified }) => [date, name, kind, decree, source, verified].join('\n'))
    .toSorted()
  return sha256Hex(rows.join('\n\n')).slice(0, 8)
}
