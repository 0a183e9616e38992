import type { Sql } from '@lawang/member/store/database'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Commitment, NewCommitment } from '../ports.ts'
import type { Making } from './outreach.ts'

/** By government. */
export async function readCommitments(
  sql: Sql,
  province: GovernmentCode,
): Promise<ReadonlyMap<GovernmentCode, Commitment>> {
  const rows = await sql.prepared<Commitment & { readonly government: GovernmentCode }>(
    `SELECT government, signed_on::text AS "signedOn", document, position FROM province.commitment WHERE province = $1`,
    [province],
  )
  return new Map(rows.map(({ government, ...commitment }) => [government, commitment]))
}

export async function writeCommitment(
  sql: Sql,
  { province, government, signedOn, document, position }: NewCommitment,
  { at, by }: Making,
): Promise<void> {
  await sql.prepared(
    `INSERT INTO province.commitment (province, government, signed_on, document, position, registered_at, registered_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (province, government) DO UPDATE SET signed_on = excluded.signed_on, document = excluded.document,
       position = excluded.position, registered_at = excluded.registered_at, registered_by = excluded.registered_by`,
    [province, government, signedOn, document, position, at, by],
  )
}
