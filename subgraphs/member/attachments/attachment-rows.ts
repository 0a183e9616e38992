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

/** A file that was sent to a link, as it is to be kept. */
export interface SentFile extends Attachment {
  readonly sha256: string
  readonly keptAt: Date
}

/** What became of a file. `ENDED`: the link was used, or the reporter has had everything erased. */
export type Kept = 'KEPT' | 'ENDED' | 'FULL'

/**
 * Notes a file and puts it where it is served from (`place`) as one: files of a complaint wait for one another, and for its
 * erasure, so that two that are sent to one link at the same moment are not both taken, and none comes after the erasure.
 */
export function keepAttachment(
  database: Database,
  { id, complaint, type, size, sha256, keptAt }: SentFile,
  most: number,
  place: () => Promise<void>,
): Promise<Kept> {
  return database.transaction(async (tx) => {
    await lockComplaint(tx, complaint)
    if ((await isTaken(tx, id)) || (await isErased(tx, complaint))) return 'ENDED'
    if ((await countAttachments(tx, complaint)) >= most) return 'FULL'
    await tx.query(
      'INSERT INTO attachment (id, complaint, type, size, sha256, kept_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [...[id, complaint, type, size, sha256, keptAt]],
    )
    await place()
    return 'KEPT'
  })
}

/** Forgets a complaint's files after `remove` has removed each. */
export function eraseAttachments(
  database: Database,
  complaint: string,
  remove: (id: string) => Promise<void>,
): Promise<void> {
  return database.transaction(async (tx) => {
    await lockComplaint(tx, complaint)
    // the files first: a row without its file can be removed again, a file without its row is never found
    for (const { id } of (await attachmentsOf(tx, [complaint]))[0] ?? []) await remove(id)
    await tx.query('DELETE FROM attachment WHERE complaint = $1', [complaint])
  })
}

async function lockComplaint(sql: Sql, complaint: string): Promise<void> {
  await sql.query('SELECT 1 FROM complaint WHERE id = $1 FOR UPDATE', [complaint])
}

/** Whether the reporter has had everything erased: what comes later would be erased at the server's next start. */
export async function isErased(sql: Sql, complaint: string): Promise<boolean> {
  const [row] = await sql.query<{ erased: boolean }>('SELECT identity.erased_at($1) IS NOT NULL AS erased', [complaint])
  return row?.erased === true
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
