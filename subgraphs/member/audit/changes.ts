import { createHash } from 'node:crypto'
import type { AuditEntry } from '@lawang/schema/audit/entries'
import { canonicalJson } from '@lawang/schema/exchange/chain'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Sql } from '../store/database.ts'
import { writeEntry } from './entries.ts'

/** A change of who may do what. */
export interface RightsChange {
  readonly type: Extract<AuditEntry['type'], 'MANDATE_REGISTERED' | 'MANDATE_ENDED' | 'SECRETARIAT_MOVED'>
  readonly at: Date
  readonly about: string
  readonly government: GovernmentCode
  /** Who has changed it. */
  readonly by: string
}

/** Writes a change into the audit log, in its transaction: `content` and who did it are bound by a digest, and not in it. */
export async function writeChange(sql: Sql, { by, at, ...change }: RightsChange, content: object): Promise<void> {
  const row = createHash('sha256').update(canonicalJson({ by, content: JSON.parse(JSON.stringify(content)) }))
  await writeEntry(sql, { ...change, at: at.toISOString(), row: row.digest('hex') })
}
