import type { DayOff } from '../reference/read-calendar.ts'
import type { Database, Sql } from './database.ts'

/** A version of the calendar as it was added. */
export interface CalendarVersion {
  readonly version: string
  readonly reason: string
  readonly addedAt: Date
}

export interface StoredCalendar extends CalendarVersion {
  readonly days: readonly DayOff[]
}

/** Adds a version, which counts from now on; false where it was added before. Versions are never changed. */
export function addCalendar(database: Database, { version, reason, addedAt, days }: StoredCalendar): Promise<boolean> {
  return database.transaction(async (tx) => {
    const [added] = await tx.query<{ n: string }>(
      'INSERT INTO calendar (version, reason, added_at) VALUES ($1, $2, $3) ON CONFLICT (version) DO NOTHING RETURNING n',
      [version, reason, addedAt.toISOString()],
    )
    if (!added) return false
    await tx.query(
      `INSERT INTO calendar_day (calendar, date, name, kind, decree, source, verified)
       SELECT $1, date, name, kind, decree, source, verified FROM json_to_recordset($2::json)
         AS day (date date, name text, kind text, decree text, source text, verified boolean)`,
      [added.n, JSON.stringify(days)],
    )
    return true
  })
}

/** The version that counts; undefined before the first. */
export async function readNewestVersion(sql: Sql): Promise<string | undefined> {
  const [row] = await sql.query<{ version: string }>('SELECT version FROM calendar ORDER BY n DESC LIMIT 1')
  return row?.version
}

/** All versions, the one that counts first. */
export async function readVersions(sql: Sql): Promise<readonly (CalendarVersion & { readonly days: number })[]> {
  const rows = await sql.query<{ version: string; reason: string; at: number; days: number }>(
    `SELECT version, reason, (extract(epoch FROM added_at) * 1000)::float8 AS at,
       (SELECT count(*)::integer FROM calendar_day WHERE calendar = n) AS days
     FROM calendar ORDER BY n DESC`,
  )
  return rows.map(({ at, ...row }) => ({ ...row, addedAt: new Date(at) }))
}

/** The calendar that counts, with its days; undefined before the first. */
export async function readNewestCalendar(sql: Sql): Promise<StoredCalendar | undefined> {
  const rows = await sql.query<CalendarRow>(
    `SELECT version, reason, (extract(epoch FROM added_at) * 1000)::float8 AS at,
       date::text AS date, name, kind, decree, source, verified
     FROM (SELECT * FROM calendar ORDER BY n DESC LIMIT 1) AS newest JOIN calendar_day ON calendar = n ORDER BY date`,
  )
  const [first] = rows
  if (!first) return undefined
  const { version, reason, at } = first
  return {
    version,
    reason,
    addedAt: new Date(at),
    days: rows.map(({ version: _, reason: __, at: ___, ...day }) => day),
  }
}

interface CalendarRow extends DayOff {
  readonly version: string
  readonly reason: string
  readonly at: number
}
