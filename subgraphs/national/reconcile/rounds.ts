import type { Sql } from '@lawang/member/store/database'
import type { CopyKey } from '@lawang/schema/exchange/copies'
import type { GovernmentCode } from '@lawang/schema/region'
import type { BrokenChain } from '../ports.ts'
import { tellTrouble } from '../watch/trouble-channel.ts'
import type { RegisteredCopy } from './compare.ts'

/** A difference that a round has found. */
export type Difference = Pick<BrokenChain, 'complaint' | 'government' | 'fault'>

/** Returns the number of the new round. */
export async function beginRound(sql: Sql, at: Date): Promise<number> {
  const [row] = await sql.query<{ round: number }>(
    'INSERT INTO hub.reconciliation (began_at) VALUES ($1) RETURNING round::float8 AS round',
    [at],
  )
  if (!row) throw new Error('A round has no number')
  return row.round
}

export async function endRound(sql: Sql, round: number, at: Date): Promise<{ readonly copies: number }> {
  const [row] = await sql.query<{ copies: number }>(
    'UPDATE hub.reconciliation SET ended_at = $2 WHERE round = $1 RETURNING copies::float8 AS copies',
    [round, at],
  )
  return { copies: row?.copies ?? 0 }
}

/** The settled rows of these complaints. */
export async function readRegistered(sql: Sql, complaints: readonly string[]): Promise<readonly RegisteredCopy[]> {
  return sql.query<RegisteredCopy>(
    `SELECT complaint, door, holder, epoch::float8 AS epoch, length, tip FROM hub.register
     WHERE complaint = ANY($1)`,
    [complaints],
  )
}

/** A stretch of a member's copies: behind `after`, up to and with `until`, or to the end. */
export interface Stretch {
  readonly after?: CopyKey
  readonly until?: CopyKey
}

/**
 * The stretch by its complaints alone, for the index: at both ends it has what the governments then leave out. No id begins with
 * a tilde. A bound that may be missing would be compared row by row by a plan that is made once for all stretches.
 */
const IN_STRETCH = `complaint COLLATE "C" BETWEEN $2 AND coalesce($4, '~')`

/** What these governments must have copies of in a stretch: what they hold, and what was filed at their doors. */
export async function expectedCopies(
  sql: Sql,
  governments: readonly GovernmentCode[],
  { after, until }: Stretch,
): Promise<readonly CopyKey[]> {
  return sql.query<CopyKey>(
    `SELECT complaint, government FROM (
       SELECT complaint, holder AS government FROM hub.register
       WHERE holder = ANY($1) AND phase = 'SETTLED' AND ${IN_STRETCH}
       UNION
       SELECT complaint, door FROM hub.register
       WHERE door = ANY($1) AND phase = 'SETTLED' AND ${IN_STRETCH}
     ) AS expected
     WHERE (complaint COLLATE "C", government COLLATE "C") > ($2, $3)
       AND ($4::text IS NULL OR (complaint COLLATE "C", government COLLATE "C") <= ($4, $5))`,
    [governments, after?.complaint ?? '', after?.government ?? '', until?.complaint ?? null, until?.government ?? null],
  )
}

export async function saveDifferences(
  sql: Sql,
  round: number,
  differences: readonly Difference[],
  copies: number,
  at: Date,
): Promise<void> {
  await sql.query('UPDATE hub.reconciliation SET copies = copies + $2 WHERE round = $1', [round, copies])
  if (differences.length === 0) return
  await sql.query(
    `INSERT INTO hub.divergence (complaint, government, fault, found_at, round)
     SELECT complaint, government, fault, $2, $3
     FROM json_to_recordset($1) AS d (complaint text, government text, fault text)
     ON CONFLICT (complaint, government, fault) DO UPDATE SET round = excluded.round`,
    [JSON.stringify(differences), at, round],
  )
  await tellTrouble(sql)
}

/** Forgets what this round has looked for again and not found. */
export async function forgetMended(
  sql: Sql,
  round: number,
  governments: readonly GovernmentCode[],
  fault: 'COPIES' | 'HASHES',
): Promise<void> {
  const which = fault === 'HASHES' ? `fault = 'HASH_BROKEN'` : `fault <> 'HASH_BROKEN'`
  await sql.query(`DELETE FROM hub.divergence WHERE round < $1 AND government = ANY($2) AND ${which}`, [
    round,
    governments,
  ])
}

export async function differencesOf(sql: Sql, round: number): Promise<readonly Difference[]> {
  return sql.query<Difference>(
    'SELECT complaint, government, fault FROM hub.divergence WHERE round = $1 ORDER BY complaint, government, fault',
    [round],
  )
}

/** Complaints of the register, page by page. */
export async function complaintsAfter(sql: Sql, after: string, limit: number): Promise<readonly string[]> {
  const rows = await sql.query<{ complaint: string }>(
    'SELECT complaint FROM hub.register WHERE complaint > $1 ORDER BY complaint LIMIT $2',
    [after, limit],
  )
  return rows.map(({ complaint }) => complaint)
}
