import { Open311Fault } from './faults.ts'
import type { Parameters } from './parameters.ts'

const DAY_MS = 24 * 3_600_000
/** The directory's days are those of Jakarta, UTC+7. */
const NATIONAL_AHEAD_MS = 7 * 3_600_000
/** Without start_date: the standard's ninety days. */
const DEFAULT_DAYS = 90
/** Days of four-digit years, as the directory reads them. */
const EARLIEST = Date.UTC(1900, 0, 1)
const LATEST = Date.UTC(9999, 0, 1)
const DATE_ALONE = /^\d{4}-\d{2}-\d{2}$/

/** Which requests are asked for by when they were filed. */
export interface Period {
  /** What the directory is asked for: it knows whole days, and gives too much at both ends, never too little. */
  readonly days: { readonly filedFrom: string; readonly filedTo?: string }
  /** Whether a request of those days lies between the two instants. */
  holds(filedAt: string): boolean
}

/**
 * start_date and end_date, both inclusive: instants such as 2026-03-17T00:00:00+07:00, or dates alone, which are whole
 * days of Jakarta. Without an end there is none: a day that has begun in the east is not over anywhere.
 */
export function periodOf(parameters: Parameters, now: Date): Period {
  const end = boundIn(parameters, 'end_date')
  const start = boundIn(parameters, 'start_date')?.first ?? (end?.last ?? now.getTime()) - DEFAULT_DAYS * DAY_MS
  return {
    days: { filedFrom: nationalDay(start), ...(end && { filedTo: nationalDay(end.last) }) },
    holds: (filedAt) => {
      const instant = Date.parse(filedAt)
      return instant >= start && (end === undefined || instant <= end.last)
    },
  }
}

interface Bound {
  readonly first: number
  readonly last: number
}

function boundIn(parameters: Parameters, name: string): Bound | undefined {
  const text = parameters.text(name)
  if (text === undefined) return undefined
  const instant = Date.parse(text)
  if (!(instant >= EARLIEST && instant <= LATEST))
    throw new Open311Fault(400, `${name} is no date such as 2026-03-17T00:00:00Z.`)
  if (!DATE_ALONE.test(text)) return { first: instant, last: instant }
  const first = instant - NATIONAL_AHEAD_MS
  return { first, last: first + DAY_MS - 1 }
}

function nationalDay(instant: number): string {
  return new Date(instant + NATIONAL_AHEAD_MS).toISOString().slice(0, 10)
}
