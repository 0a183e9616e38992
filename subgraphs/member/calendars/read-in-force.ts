import type { WorkCalendar } from '../domain/work-calendar.ts'
import { calendarOf } from '../reference/read-calendar.ts'
import { readNewestCalendar } from '../store/calendars.ts'
import type { Sql } from '../store/database.ts'

/** The calendar that counts in a member's database, and why it was added; undefined before the first. */
export async function readInForce(
  sql: Sql,
): Promise<{ readonly calendar: WorkCalendar; readonly reason: string } | undefined> {
  const newest = await readNewestCalendar(sql)
  return newest && { calendar: calendarOf(newest.version, newest.days), reason: newest.reason }
}
