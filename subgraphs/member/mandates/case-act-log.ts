import type { Actor } from '../domain/model.ts'
import type { Sql } from '../store/database.ts'
import type { Standing } from './model.ts'

/** Who did what on a case, with the name and the decree of that moment. */
export interface CaseAct {
  readonly act: string
  readonly at: Date
  /** Absent where officers act without decrees, like `decree`. */
  readonly name?: string
  readonly position: string
  readonly decree?: string
}

/**
 * Writes down who acts. It stays at this government: no log and no mail carries it. The audit log gets the act without its
 * person, and the digest of the row that has it.
 */
export async function writeCaseAct(
  sql: Sql,
  { act, caseId, at }: { readonly act: string; readonly caseId: string; readonly at: Date },
  actor: Extract<Actor, { kind: 'person' }>,
  standing: Standing | undefined,
): Promise<void> {
  await sql.query(
    `WITH written AS (
       INSERT INTO case_act (case_id, act, at, subject, name, position, decree, mandate)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       RETURNING audit.digest(case_id, act, subject, name, position, decree, mandate::text) AS digest)
     INSERT INTO audit.entry (entry)
     SELECT jsonb_build_object('type', 'ACTED', 'at', $9::text, 'about', $1::text, 'detail', $2::text, 'row', digest)
     FROM written`,
    [
      ...[caseId, act, at.toISOString(), actor.subject, standing?.name ?? null],
      ...[standing?.position ?? actor.role, standing?.decree ?? null, standing?.mandate ?? null, at.toISOString()],
    ],
  )
}

/** The acts on cases in the order in which they were done, one query for all. */
export async function readCaseActs(sql: Sql, cases: readonly string[]): Promise<readonly (readonly CaseAct[])[]> {
  const rows = await sql.query<{
    case_id: string
    act: string
    at: string
    name: string | null
    position: string
    decree: string | null
  }>(
    `SELECT case_id, act, to_json(at) #>> '{}' AS at, name, position, decree FROM case_act
     WHERE case_id = ANY($1) ORDER BY case_id, n`,
    [cases],
  )
  const byCase = Map.groupBy(rows, (row) => row.case_id)
  return cases.map((id) =>
    (byCase.get(id) ?? []).map(({ act, at, name, position, decree }) => ({
      ...{ act, at: new Date(at), position },
      ...(name === null ? {} : { name }),
      ...(decree === null ? {} : { decree }),
    })),
  )
}
