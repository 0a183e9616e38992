import { Open311Fault } from './faults.ts'
import type { Parameters } from './parameters.ts'

const DAY_MS = 24 * 3_600_000
/** The directory's days are those of Jakarta. */
const NATIONAL_ZONE = '+07:00'
const NATIONAL_AHEAD_MS = 7 * 3_600_000
/** Without start_date: the standard's ninety days. */
const DEFAULT_DAYS = 90
/** The first and the last instant of the days that the directory reads, in Jakarta. */
const FIRST = Date.parse(`1900-01-01T00:00:00.000${NATIONAL_ZONE}`)
const LAST = Date.parse(`9999-12-31T23:59:59.999${NATIONAL_ZONE}`)
/** The standard's form. A plus sign that was not encoded arrives as a blank. */
const FORM = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+ -]\d{2}:\d{2})?)?$/i

/** Which requests are asked for by when they were filed. */
export interface Period {
  /** What the directory is asked for: it knows whole days, and gives too much at both ends, never too little. */
  readonly days: { readonly filedFrom: string; readonly filedTo?: string }
  /** Whether a request of those days was filed before, within or after the period. */
  placeOf(filedAt: string): 'BEFORE' | 'WITHIN' | 'AFTER'
}

/**
 * start_date and end_date, both inclusive: instants such as 2026-03-17T00:00:00+07:00, Jakarta's where they name no zone, or
 * dates alone, which are whole days of Jakarta. An instant is as long as it is exact: 10:00 ends with its minute. Without an end
 * there is none: a day that has begun in the east is not over anywhere.
 */
export function periodOf(parameters: Parameters, now: Date): Period {
  const end = boundIn(parameters, 'end_date')
  const start = boundIn(parameters, 'start_date')?.first ?? (end?.last ?? now.getTime()) - DEFAULT_DAYS * DAY_MS
  return {
    days: { filedFrom: nationalDay(start), ...(end && { filedTo: nationalDay(end.last) }) },
    placeOf: (filedAt) => {
      const instant = Date.parse(filedAt)
      if (instant < start) return 'BEFORE'
      return end === undefined || instant <= end.last ? 'WITHIN' : 'AFTER'
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
  const bound = readBound(text)
  if (!bound) {
    throw new Open311Fault(400, `${name} is no date that exists, such as 2026-03-17 or 2026-03-17T00:00:00Z.`)
  }
  return bound
}

function readBound(text: string): Bound | undefined {
  const [, day = '', minute = '00:00', second, fraction, zone = NATIONAL_ZONE] = FORM.exec(text) ?? []
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return undefined
  const first = Date.parse(`${day}T${minute}:${second ?? '00'}${fraction ?? ''}${zone.replace(' ', '+')}`)
  if (Number.isNaN(first)) return undefined
  return { first: withinDirectory(first), last: withinDirectory(first + lengthOf(text, second, fraction) - 1) }
}

/** How long what was written lasts, in milliseconds. */
function lengthOf(text: string, second: string | undefined, fraction: string | undefined): number {
  if (fraction !== undefined) return 1
  if (second !== undefined) return 1_000
  return text.length > 'YYYY-MM-DD'.length ? 60_000 : DAY_MS
}

function withinDirectory(instant: number): number {
  return Math.min(Math.max(instant, FIRST), LAST)
}

function nationalDay(instant: number): string {
  return new Date(instant + NATIONAL_AHEAD_MS).toISOString().slice(0, 10)
}
