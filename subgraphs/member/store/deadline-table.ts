import type { Timeline } from '../domain/timeline.ts'
import type { Sql, Transaction } from './database.ts'
import type { CaseFileRow } from './entities/case-file.ts'
import { sendRows } from './send-rows.ts'

/** An open case as its deadlines are computed from it. */
export interface OpenCase {
  readonly id: string
  readonly complaint: string
  readonly government: string
  readonly door: string
  readonly status: CaseFileRow['status']
  readonly category: string | null
  readonly location: string | null
  readonly details: CaseFileRow['dossier']['details']
  readonly deadline_at: Date | string | null
  readonly deadline_clock: string | null
  readonly due_at: Date | string | null
  readonly timeline: Timeline | null
}

/** What a computation has come to for one case. */
export interface NewDeadline {
  readonly id: string
  /** Set where the case had none. */
  readonly timeline: Timeline | undefined
  readonly deadline_at: Date | undefined
  readonly deadline_clock: string | undefined
  readonly due_at: Date | undefined
}

/** A line of the trail. */
export interface DeadlineChange {
  readonly case_id: string
  readonly clock: string
  readonly old_at: Date
  readonly new_at: Date
  readonly calendar_version: string
  readonly reason: string
  readonly changed_at: Date
}

/** The calendar that the stored deadlines were last computed by; undefined before the first computation. */
export async function readAppliedCalendar(sql: Sql): Promise<string | undefined> {
  const [row] = await sql.query<{ version: string }>('SELECT version FROM deadline_calendar')
  return row?.version
}

export async function writeAppliedCalendar(sql: Sql, version: string, now: Date): Promise<void> {
  await sql.query(
    `INSERT INTO deadline_calendar (version, applied_at) VALUES ($1, $2)
     ON CONFLICT (only_row) DO UPDATE SET version = excluded.version, applied_at = excluded.applied_at`,
    [version, now.toISOString()],
  )
}

export async function countOpenCases(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: string }>(`SELECT count(*) FROM case_file WHERE ${OPEN}`)
  return Number(row?.count ?? 0)
}

const OPEN = "status NOT IN ('HANDED_OVER', 'ARCHIVED', 'CLOSED')"

/** A page of open cases in the order of their ids, locked until the transaction ends. */
export function lockOpenCases(tx: Transaction, after: string, most: number): Promise<OpenCase[]> {
  return tx.query<OpenCase>(
    `SELECT id, complaint, government, door, status, dossier ->> 'category' AS category,
       dossier ->> 'location' AS location, dossier -> 'details' AS details, deadline_at, deadline_clock, due_at,
       timeline
     FROM case_file WHERE ${OPEN} AND id > $1 ORDER BY id LIMIT $2 FOR UPDATE`,
    [after, most],
  )
}

/** Writes a page in one statement; at the door the copy of the case that it shows, too. */
export function writeDeadlines(tx: Transaction, rows: readonly NewDeadline[]): void {
  sendRows(tx, WRITE, rows)
}

export function writeChanges(tx: Transaction, changes: readonly DeadlineChange[]): void {
  sendRows(tx, TRAIL, changes)
  sendRows(tx, SHOW, changes)
}

const WRITE = `
  UPDATE case_file AS c SET deadline_at = n.deadline_at, deadline_clock = n.deadline_clock, due_at = n.due_at,
    timeline = coalesce(n.timeline, c.timeline)
  FROM json_to_recordset($1) AS n (id text, deadline_at timestamptz, deadline_clock text, due_at timestamptz,
    timeline jsonb)
  WHERE c.id = n.id`

const TRAIL = `
  INSERT INTO deadline_change (case_id, clock, old_at, new_at, calendar_version, reason, changed_at)
  SELECT case_id, clock, old_at, new_at, calendar_version, reason, changed_at
  FROM json_populate_recordset(NULL::deadline_change, $1)`

const SHOW = `
  UPDATE complaint AS c SET current_case = jsonb_set(current_case, '{deadline,at}', to_jsonb(n.at))
  FROM (
    SELECT f.complaint, f.id, to_char(d.new_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
    FROM json_populate_recordset(NULL::deadline_change, $1) AS d JOIN case_file AS f ON f.id = d.case_id
  ) AS n
  WHERE c.id = n.complaint AND c.current_case ->> 'id' = n.id AND c.current_case ? 'deadline'`
