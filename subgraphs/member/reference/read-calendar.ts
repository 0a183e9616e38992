import { type CivilDay, isCivilDay } from '../domain/civil-day.ts'
import { WorkCalendar } from '../domain/work-calendar.ts'
import { readCsv } from './read-csv.ts'

const COLUMNS = ['date', 'name_id', 'kind', 'skb', 'source', 'verified']

export const DAY_OFF_KINDS = ['national-holiday', 'cuti-bersama'] as const

/** A day on which offices are closed, and by which decree. `verified` false: have it checked before you rely on it. */
export interface DayOff {
  readonly date: CivilDay
  /** The Indonesian name. */
  readonly name: string
  readonly kind: (typeof DAY_OFF_KINDS)[number]
  readonly decree: string
  readonly source: string
  readonly verified: boolean
}

/** A table of days off as `calendar.csv` has them. Throws at the first row that is none, and where a day comes twice. */
export function readDaysOff(name: string, text: string): readonly DayOff[] {
  const days = [...readCsv(name, text, COLUMNS)].map((fields): DayOff => {
    const [date = '', title = '', kind, decree = '', source = '', verified] = fields
    if (!isCivilDay(date)) throw new Error(`${name}: ${date} is no day such as 2026-03-18`)
    const known = DAY_OFF_KINDS.find((one) => one === kind)
    if (!known) throw new Error(`${name}, ${date}: ${kind} is none of ${DAY_OFF_KINDS.join(', ')}`)
    if (decree === '') throw new Error(`${name}, ${date}: skb is empty: name the decree`)
    if (verified !== 'true' && verified !== 'false') throw new Error(`${name}, ${date}: verified is true or false`)
    return { date, name: title, kind: known, decree, source, verified: verified === 'true' }
  })
  const twice = days.find(({ date }, i) => days.findIndex((other) => other.date === date) !== i)
  if (twice) throw new Error(`${name}: ${twice.date} comes twice`)
  return days
}

/** Holidays and days of joint leave alike: on both, offices are closed. */
export function calendarOf(version: string, days: readonly Pick<DayOff, 'date' | 'name'>[]): WorkCalendar {
  return new WorkCalendar(version, new Map(days.map(({ date, name }) => [date, name])))
}
