import type { AnswerDraft } from '../domain/model.ts'
import type { Sql } from './database.ts'

interface DraftRow {
  readonly case_id: string
  readonly text: string
  readonly drafted_by: string
  readonly drafted_at: Date | string
}

/** The draft takes the place of the one before. */
export async function writeDraft(sql: Sql, caseId: string, { text, by, at }: AnswerDraft): Promise<void> {
  await sql.query(
    `INSERT INTO answer_draft (case_id, text, drafted_by, drafted_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (case_id) DO UPDATE SET text = excluded.text, drafted_by = excluded.drafted_by,
       drafted_at = excluded.drafted_at`,
    [caseId, text, by, at.toISOString()],
  )
}

/** The drafts of these cases, by case. */
export async function readDrafts(sql: Sql, caseIds: readonly string[]): Promise<ReadonlyMap<string, AnswerDraft>> {
  const rows = await sql.query<DraftRow>('SELECT * FROM answer_draft WHERE case_id = ANY($1)', [caseIds])
  return new Map(rows.map((row) => [row.case_id, { text: row.text, by: row.drafted_by, at: new Date(row.drafted_at) }]))
}

/** What was given to the reporter is no draft any more. */
export async function deleteDraft(sql: Sql, caseId: string): Promise<void> {
  await sql.query('DELETE FROM answer_draft WHERE case_id = $1', [caseId])
}
