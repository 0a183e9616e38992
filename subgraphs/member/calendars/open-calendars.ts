import type { Reference } from '../domain/model.ts'
import { type Loop, startLoop } from '../exchange/loop.ts'
import type { DayOff } from '../reference/read-calendar.ts'
import { addCalendar, readNewestVersion } from '../store/calendars.ts'
import type { Database } from '../store/database.ts'
import { recomputeDeadlines, recomputeWhenCalendarChanged } from '../use-cases/recompute-deadlines.ts'
import { readInForce } from './read-in-force.ts'

/** How soon a server counts by a calendar that a command has put into force. */
const LOOK_EVERY_MS = 5_000

export interface CalendarOptions {
  readonly database: Database
  /** With the calendar that this version of the software brings. */
  readonly reference: Reference
  /** The days of that calendar. */
  readonly shipped: readonly DayOff[]
  readonly now: () => Date
  /** Told of each time that the calendar could not be read. */
  readonly onFault: (fault: unknown) => void
}

export interface Calendars {
  /** Reference data whose calendar is the one in force, at every moment. */
  readonly reference: Reference
  /** Reads which calendar is in force, and computes the open deadlines by it where they were computed by another. */
  bringUp(): Promise<void>
  close(): Promise<void>
}

/**
 * The working-day calendar as this server's database has it: that of this version of the software is added when it is new,
 * and what a command adds later counts at every process within seconds, without a restart.
 */
export async function openCalendars({
  database,
  reference,
  shipped,
  now,
  onFault,
}: CalendarOptions): Promise<Calendars> {
  await addShipped(database, { calendar: reference.calendar, daysOff: shipped }, now())
  let inForce = (await readInForce(database)) ?? { calendar: reference.calendar, reason: reasonOf(reference.calendar) }
  const current: Reference = {
    ...reference,
    get calendar() {
      return inForce.calendar
    },
  }
  /** Another process may have computed deadlines by the old one in the moment before it knew: so all are looked at. */
  const look = async (): Promise<void> => {
    if ((await readNewestVersion(database)) === inForce.calendar.version) return
    inForce = (await readInForce(database)) ?? inForce
    await recomputeDeadlines({ database, reference: current, now: now(), reason: inForce.reason })
  }
  const looking: Loop = startLoop({
    work: look,
    every: LOOK_EVERY_MS,
    first: LOOK_EVERY_MS,
    report: (fault) => {
      if (fault !== undefined) onFault(fault)
    },
  })
  return {
    reference: current,
    async bringUp() {
      await look()
      await recomputeWhenCalendarChanged({ database, reference: current, now: now(), reason: inForce.reason })
    },
    close: () => looking.stop(),
  }
}

/** Adds the calendar that the software brings, unless it was added before: a server does at its start. */
export async function addShipped(
  database: Database,
  { calendar, daysOff }: Pick<Reference, 'calendar'> & { readonly daysOff: readonly DayOff[] },
  now: Date,
): Promise<void> {
  const { version } = calendar
  await addCalendar(database, { version, reason: reasonOf(calendar), addedAt: now, days: daysOff })
}

function reasonOf({ version }: Reference['calendar']): string {
  return `Calendar ${version}`
}
