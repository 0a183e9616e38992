import type { GovernmentCode } from '@lawang/schema/region'
import type { Sql } from '../store/database.ts'
import type { Flag } from './open-flags.ts'

interface FlagRow {
  readonly complaint: string
  readonly at: string
  readonly reason: string
}

const SELECT = "SELECT complaint, to_json(at) #>> '{}' AS at, reason FROM complaint_flag"

/** Writes down a flag and who has set it, unless there is no such complaint, or it has `most` already. */
export async function insertFlag(
  sql: Sql,
  { complaint, at, reason }: Flag,
  subject: string,
  most: number,
): Promise<'SET' | 'NO_COMPLAINT' | 'TOO_MANY'> {
  const [found] = await sql.query<{ door: string }>('SELECT door FROM complaint WHERE id = $1 FOR UPDATE', [complaint])
  if (!found) return 'NO_COMPLAINT'
  const set = await sql.query(
    `INSERT INTO complaint_flag (complaint, door, at, reason, subject) SELECT $1, $2, $3, $4, $5
     WHERE (SELECT count(*) FROM complaint_flag WHERE complaint = $1) < $6 RETURNING 1`,
    [complaint, found.door, at.toISOString(), reason, subject, most],
  )
  return set.length === 0 ? 'TOO_MANY' : 'SET'
}

export async function flagsAt(sql: Sql, door: GovernmentCode, first: number): Promise<readonly Flag[]> {
  const rows = await sql.query<FlagRow>(`${SELECT} WHERE door = $1 ORDER BY n DESC LIMIT $2`, [door, first])
  return rows.map(toFlag)
}

export async function flagsOf(sql: Sql, complaints: readonly string[]): Promise<readonly (readonly Flag[])[]> {
  const rows = await sql.query<FlagRow>(`${SELECT} WHERE complaint = ANY ($1) ORDER BY n`, [complaints])
  const found = Map.groupBy(rows.map(toFlag), ({ complaint }) => complaint)
  return complaints.map((complaint) => found.get(complaint) ?? [])
}

const toFlag = ({ at, ...row }: FlagRow): Flag => ({ ...row, at: new Date(at) })
