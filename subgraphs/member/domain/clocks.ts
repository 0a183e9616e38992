import type { CaseStatus } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { type CivilDay, civilDayOf, endOfDay, instantOf, nextDay } from './civil-day.ts'
import {
  type ClockPurpose,
  type ClockRule,
  classOf,
  clockName,
  type RuleSet,
  ruleOf,
  ruleSetOf,
} from './clock-rules.ts'
import type { Deadline } from './model.ts'
import type { Pause, Timeline } from './timeline.ts'
import type { LeftOut, WorkCalendar } from './work-calendar.ts'

/** What clocks are read by: part of the reference data. */
export interface ClockContext {
  readonly calendar: WorkCalendar
  readonly clockRules: readonly RuleSet[]
}

export type ClockState = 'RUNNING' | 'PAUSED' | 'MET' | 'MISSED' | 'STOPPED'

/** A clock of a case. `at` is absent while it stands still. */
export interface ClockReading {
  readonly rule: ClockRule
  readonly clock: string
  readonly startedAt: Date
  readonly at?: Date
  readonly state: ClockState
}

const HOUR = 60 * 60 * 1000
/** The hours of a working day, in milliseconds after its beginning. */
const OPENS = 8 * HOUR
const SHUTS = 16 * HOUR

/**
 * The agency's clock that runs while a case has a status; none once it is answered or has ended. `elsewhere`: the rules
 * give it to another government, and nobody has begun to work on it.
 */
export function purposeOf(status: CaseStatus, elsewhere = false): ClockPurpose | undefined {
  switch (status) {
    case 'OPEN':
      return elsewhere ? 'TRANSFER' : 'VERIFY'
    case 'VERIFIED':
    case 'ASSIGNED':
      return elsewhere ? 'TRANSFER' : 'FOLLOW_UP'
    case 'IN_PROGRESS':
      return 'SETTLE'
    case 'ANSWERED':
    case 'HANDED_OVER':
    case 'ARCHIVED':
    case 'CLOSED':
      return undefined
  }
}

/** The deadline that a case in a status stands under; undefined while its clock stands still, and where none runs. */
export function runningDeadline(
  timeline: Timeline,
  { status, elsewhere }: { readonly status: CaseStatus; readonly elsewhere: boolean },
  context: ClockContext,
): Deadline | undefined {
  const purpose = purposeOf(status, elsewhere)
  const reading = purpose && readClock(timeline, purpose, context)
  return reading?.at && { at: reading.at, clock: reading.clock }
}

const ALWAYS = ['VERIFY', 'FOLLOW_UP', 'SETTLE', 'REPLY', 'COMPLETE', 'OMBUDSMAN'] as const

/** Every clock that has begun; the one of a transfer only while the case belongs elsewhere. */
export function readClocks(
  timeline: Timeline,
  elsewhere: boolean,
  context: ClockContext,
): readonly (ClockReading & { readonly purpose: ClockPurpose })[] {
  const purposes: readonly ClockPurpose[] = elsewhere ? ['TRANSFER', ...ALWAYS] : ALWAYS
  return purposes.flatMap((purpose) => {
    const reading = readClock(timeline, purpose, context)
    return reading ? [{ ...reading, purpose }] : []
  })
}

/** One clock of a case; undefined before it has begun. */
export function readClock(timeline: Timeline, purpose: ClockPurpose, context: ClockContext): ClockReading | undefined {
  const span = spanOf(timeline, purpose)
  if (!span) return undefined
  const rule = ruleFor(timeline, purpose, context)
  const ended = span.to ?? timeline.endedAt
  const pauses = pausesOf(timeline, purpose, ended)
  const at = endOf(timeline, rule, { from: span.from, pauses }, context.calendar)
  const reading = { rule, clock: clockName(rule), startedAt: new Date(span.from), ...(at && { at }) }
  return { ...reading, state: stateOf(span.to, timeline.endedAt, at) }
}

/** The rule by which a purpose is counted for this case: by the day of filing, and by what was filed. */
export function ruleFor(timeline: Timeline, purpose: ClockPurpose, { clockRules }: ClockContext): ClockRule {
  const { filedAt, receivedOn, government, kind, supervision } = timeline
  const filedOn = receivedOn ?? civilDayOf(new Date(filedAt), government)
  return ruleOf(ruleSetOf(clockRules, filedOn), purpose, classOf(kind, supervision))
}

interface Span {
  readonly from: string
  readonly to?: string | undefined
}

/** From when to when a clock counts. The time that one holder spent is not charged to the next, but for the Ombudsman's. */
function spanOf(timeline: Timeline, purpose: ClockPurpose): Span | undefined {
  const { openedAt, verifiedAt, startedAt, answeredAt, reopenedAt, filedAt, pauses, endedAt } = timeline
  switch (purpose) {
    case 'TRANSFER':
      return { from: verifiedAt ?? openedAt }
    case 'VERIFY':
      return { from: verifiedAt === undefined ? (reopenedAt ?? openedAt) : openedAt, to: verifiedAt }
    case 'FOLLOW_UP':
      return verifiedAt === undefined ? undefined : { from: verifiedAt, to: startedAt }
    case 'SETTLE':
      return { from: reopenedAt ?? openedAt, to: answeredAt }
    case 'REPLY':
      return answeredAt === undefined ? undefined : { from: answeredAt, to: endedAt }
    case 'COMPLETE':
      return pauses.findLast(({ why }) => why === 'QUESTION')
    case 'OMBUDSMAN':
      return { from: filedAt, to: answeredAt }
  }
}

/** The reporter's clocks and the Ombudsman's do not stand still. Pauses end with the clock at the latest. */
function pausesOf({ pauses }: Timeline, purpose: ClockPurpose, ended: string | undefined): readonly Pause[] {
  if (purpose !== 'VERIFY' && purpose !== 'FOLLOW_UP' && purpose !== 'SETTLE') return []
  if (ended === undefined) return pauses
  return pauses
    .filter(({ from }) => from < ended)
    .map((pause) => ({ ...pause, to: pause.to !== undefined && pause.to < ended ? pause.to : ended }))
}

function stateOf(done: string | undefined, ended: string | undefined, at: Date | undefined): ClockState {
  if (done !== undefined) return at && new Date(done) < at ? 'MET' : 'MISSED'
  if (ended !== undefined) return 'STOPPED'
  return at ? 'RUNNING' : 'PAUSED'
}

interface Counted {
  readonly from: string
  readonly pauses: readonly Pause[]
}

/** The end of the clock's last working day at the government, or of its last working hour. */
function endOf(timeline: Timeline, rule: ClockRule, { from, pauses }: Counted, calendar: WorkCalendar) {
  const { government, receivedOn } = timeline
  if (rule.unit === 'working-hours') return addWorkingHours(new Date(from), rule.amount, government, calendar)
  const extended = rule.purpose === 'SETTLE' ? extendedEnd(timeline, pauses, calendar) : undefined
  const began = rule.purpose === 'OMBUDSMAN' && receivedOn ? receivedOn : civilDayOf(new Date(from), government)
  const last = extended
    ? extended.last
    : calendar.addWorkingDays(
        began,
        rule.amount,
        pauses.map((pause) => leftOut(pause, government)),
      )
  return last === undefined ? undefined : endOfDay(last, government)
}

/** The day to which the settlement was extended; pauses since then move it on by their working days. */
function extendedEnd({ extension, government }: Timeline, pauses: readonly Pause[], calendar: WorkCalendar) {
  if (!extension) return undefined
  const since = pauses.filter(({ to }) => to === undefined || to > extension.at)
  if (since.length === 0) return { last: extension.until }
  const began = civilDayOf(new Date(extension.at), government)
  const days = calendar.workingDaysBetween(began, extension.until)
  return {
    last: calendar.addWorkingDays(
      began,
      days,
      since.map((pause) => leftOut(pause, government)),
    ),
  }
}

/** The day on which a pause begins still counts, the day on which it ends does not. */
function leftOut({ from, to }: Pause, government: GovernmentCode): LeftOut {
  const day = (instant: string): CivilDay => civilDayOf(new Date(instant), government)
  return { after: day(from), ...(to !== undefined && { until: day(to) }) }
}

/** The instant at which so many working hours of a government have passed: 8 to 16 o'clock of its working days. */
export function addWorkingHours(began: Date, hours: number, government: GovernmentCode, calendar: WorkCalendar): Date {
  let left = hours * HOUR
  for (let day = civilDayOf(began, government); ; day = nextDay(day)) {
    if (!calendar.isWorkingDay(day)) continue
    const from = Math.max(began.getTime(), instantOf(day, OPENS, government).getTime())
    const open = Math.max(0, instantOf(day, SHUTS, government).getTime() - from)
    if (left <= open) return new Date(from + left)
    left -= open
  }
}
