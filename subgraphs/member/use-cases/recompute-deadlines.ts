import { runningDeadline } from '../domain/clocks.ts'
import type { RulesContext } from '../domain/competence.ts'
import { dueAtOf } from '../domain/due.ts'
import { belongsElsewhere, type CompetenceFacts } from '../domain/handover.ts'
import type { Reference } from '../domain/model.ts'
import { type Timeline, timelineOf } from '../domain/timeline.ts'
import { readCaseChains } from '../store/chains.ts'
import type { Database, Transaction } from '../store/database.ts'
import {
  countOpenCases,
  type DeadlineChange,
  lockOpenCases,
  type NewDeadline,
  type OpenCase,
  readAppliedCalendar,
  writeAppliedCalendar,
  writeChanges,
  writeDeadlines,
} from '../store/deadline-table.ts'

/** Cases that one transaction computes; their locks are held so long. */
const BATCH = 5_000

export interface Recomputation {
  readonly database: Database
  readonly reference: Reference
  readonly now: Date
  /** Why: the decree that changed the days off. It stands in the trail. */
  readonly reason: string
  /** Is told after each batch how many of how many cases are done. */
  readonly onProgress?: (done: number, total: number) => void
}

export interface Recomputed {
  readonly cases: number
  readonly moved: number
  readonly calendar: string
}

/**
 * Computes the deadlines of every open case by the present calendar, batch by batch, and writes for each that moves what
 * it was, what it is, by which calendar and why. Repeated, it moves nothing: what was done stands in the cases themselves.
 */
export async function recomputeDeadlines(asked: Recomputation): Promise<Recomputed> {
  const { database, reference, now, onProgress } = asked
  const total = await countOpenCases(database)
  const { version } = reference.calendar
  let [cases, moved, after] = [0, 0, '']
  for (;;) {
    const batch = await database.transaction((tx) => recomputeBatch(tx, asked, after))
    cases += batch.cases
    moved += batch.moved
    onProgress?.(cases, Math.max(total, cases))
    if (batch.last === undefined) break
    after = batch.last
  }
  await writeAppliedCalendar(database, version, now)
  return { cases, moved, calendar: version }
}

/** As above, when the stored deadlines were computed by another calendar than the present one; else nothing. */
export async function recomputeWhenCalendarChanged(asked: Recomputation): Promise<Recomputed | undefined> {
  const applied = await readAppliedCalendar(asked.database)
  return applied === asked.reference.calendar.version ? undefined : recomputeDeadlines(asked)
}

async function recomputeBatch(tx: Transaction, { reference, now, reason }: Recomputation, after: string) {
  const rows = await lockOpenCases(tx, after, BATCH)
  const folded = await foldMissing(tx, rows)
  const computed = rows.flatMap((row) => {
    const timeline = row.timeline ?? folded.get(row.id)
    return timeline ? [{ row, next: computeOne(row, timeline, { reference, now }) }] : []
  })
  writeDeadlines(
    tx,
    computed.filter(({ row, next }) => differs(row, next)).map(({ next }) => next),
  )
  const changes = computed.flatMap(({ row, next }): readonly DeadlineChange[] => {
    const { deadline_at: old, deadline_clock: clock } = row
    if (old === null || clock === null || !next.deadline_at) return []
    const oldAt = new Date(old)
    if (oldAt.getTime() === next.deadline_at.getTime()) return []
    const { version } = reference.calendar
    const moved = { case_id: row.id, clock, old_at: oldAt, new_at: next.deadline_at }
    return [{ ...moved, calendar_version: version, reason, changed_at: now }]
  })
  writeChanges(tx, changes)
  return { cases: rows.length, moved: changes.length, last: rows.length === BATCH ? rows.at(-1)?.id : undefined }
}

/** What is as it was is not written: most calendars move few deadlines. */
function differs(row: OpenCase, next: NewDeadline): boolean {
  const isOther = (stored: Date | string | null, computed: Date | undefined) =>
    (stored === null ? undefined : new Date(stored).getTime()) !== computed?.getTime()
  return (
    next.timeline !== undefined ||
    (row.deadline_clock ?? undefined) !== next.deadline_clock ||
    isOther(row.deadline_at, next.deadline_at) ||
    isOther(row.due_at, next.due_at)
  )
}

/** What older software wrote has no timeline: it is folded from the chain. */
async function foldMissing(tx: Transaction, rows: readonly OpenCase[]): Promise<ReadonlyMap<string, Timeline>> {
  const missing = rows.filter(({ timeline }) => !timeline).map(({ id }) => id)
  if (missing.length === 0) return new Map()
  const chains = await readCaseChains(tx, missing)
  return new Map(
    [...chains].flatMap(([id, chain]) => {
      const timeline = timelineOf(chain)
      return timeline ? [[id, timeline] as const] : []
    }),
  )
}

function computeOne(row: OpenCase, timeline: Timeline, context: RulesContext): NewDeadline {
  const { id, government, door, status, details } = row
  const facts: CompetenceFacts = {
    ...{ government, door, details },
    category: row.category ?? undefined,
    location: row.location ?? undefined,
  }
  const elsewhere = belongsElsewhere(facts, context)
  const deadline = runningDeadline(timeline, { status, elsewhere }, context.reference)
  return {
    ...{
      id,
      timeline: row.timeline ? undefined : timeline,
      deadline_at: deadline?.at,
      deadline_clock: deadline?.clock,
    },
    due_at: dueAtOf({ ...facts, status }, timeline, context),
  }
}
