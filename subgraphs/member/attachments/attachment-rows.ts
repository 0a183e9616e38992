import type { Database, Sql } from '../store/database.ts'
import type { Attachment } from './attachments.ts'

export async function countAttachments(sql: Sql, complaint: string): Promise<number> {
  const [row] = await sql.query<{ n: number }>('SELECT count(*)::int AS n FROM attachment WHERE complaint = $1', [
    complaint,
  ])
  return row?.n ?? 0
}

/** Whether the link that named this id was used. */
export async function isTaken(sql: Sql, id: string): Promise<boolean> {
  return (await sql.query('SELECT 1 FROM attachment WHERE id = $1', [id])).length > 0
}

/** False where the complaint has `most` already: links are given out before files come. */
export function insertAttachment(
  database: Database,
  { id, complaint, type, size, sha256, keptAt }: Attachment & { readonly sha256: string; readonly keptAt: Date },
  most: number,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    await tx.query('SELECT 1 FROM complaint WHERE id = $1 FOR UPDATE', [complaint])
    if ((await countAttachments(tx, complaint)) >= most) return false
    await tx.query(
      'INSERT INTO attachment (id, complaint, type, size, sha256, kept_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [...[id, complaint, type, size, sha256, keptAt]],
    )
    return true
  })
}

export async function deleteAttachments(sql: Sql, complaint: string): Promise<void> {
  await sql.query('DELETE FROM attachment WHERE complaint = $1', [complaint])
}

export async function attachmentsOf(
  sql: Sql,
  complaints: readonly string[],
): Promise<readonly (readonly Attachment[])[]> {
  const rows = await sql.query<Attachment>(
    'SELECT id, complaint, type, size FROM attachment WHERE complaint = ANY ($1) ORDER BY kept_at, id',
    [complaints],
  )
  const found = Map.groupBy(rows, ({ complaint }) => complaint)
  return complaints.map((complaint) => found.get(complaint) ?? [])
}
