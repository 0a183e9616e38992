import { type CivilDay, dayNumber, dayOfNumber } from './civil-day.ts'

/** Days off, `2026-03-18` → name. */
export type DaysOff = ReadonlyMap<CivilDay, string>

/** A stretch of days that a clock leaves out: the days after `after` up to `until`, or all of them while it is open. */
export interface LeftOut {
  readonly after: CivilDay
  readonly until?: CivilDay
}

/**
 * The country's working days: Monday to Friday without the days off of one version of the calendar. Years that it does
 * not have are taken to have none. Days are counted as numbers inside: a hundred thousand deadlines are computed at once
 * when a calendar changes.
 */
export class WorkCalendar {
  /** Names the decrees that it knows, and the days that follow from them. */
  readonly version: string
  readonly #off: ReadonlySet<number>

  constructor(version: string, daysOff: DaysOff) {
    this.version = version
    this.#off = new Set([...daysOff.keys()].map(dayNumber))
  }

  /** Whether the calendar names the day as a day off; weekends are not named. */
  has(day: CivilDay): boolean {
    return this.#off.has(dayNumber(day))
  }

  isWorkingDay(day: CivilDay): boolean {
    return this.#isWorking(dayNumber(day))
  }

  /**
   * The day `count` working days after `day`, which itself is day 0, without the days that are left out; `undefined`
   * while an open stretch keeps it from being reached.
   */
  addWorkingDays(day: CivilDay, count: number, leftOut: readonly LeftOut[] = []): CivilDay | undefined {
    const stretches = leftOut.map(({ after, until }) => ({
      after: dayNumber(after),
      until: until === undefined ? Number.POSITIVE_INFINITY : dayNumber(until),
    }))
    let reached = dayNumber(day)
    for (let left = count; left > 0; ) {
      reached += 1
      const stretch = stretches.find(({ after, until }) => reached > after && reached <= until)
      if (stretch?.until === Number.POSITIVE_INFINITY) return undefined
      if (!stretch && this.#isWorking(reached)) left -= 1
    }
    return dayOfNumber(reached)
  }

  /** The day `count` working days before `day`; with 0 the day itself. */
  subtractWorkingDays(day: CivilDay, count: number): CivilDay {
    let reached = dayNumber(day)
    for (let left = count; left > 0; ) {
      reached -= 1
      if (this.#isWorking(reached)) left -= 1
    }
    return dayOfNumber(reached)
  }

  /** How many working days lie after `from` up to and with `to`. */
  workingDaysBetween(from: CivilDay, to: CivilDay): number {
    let count = 0
    for (let day = dayNumber(from) + 1; day <= dayNumber(to); day++) if (this.#isWorking(day)) count += 1
    return count
  }

  /** Day 0 of the numbers is a Thursday. */
  #isWorking(day: number): boolean {
    const weekday = (day + 4) % 7
    return weekday !== 0 && weekday !== 6 && !this.#off.has(day)
  }
}
