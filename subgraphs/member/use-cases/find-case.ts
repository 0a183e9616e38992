import { Refusal } from '@lawang/schema/errors'
import { parseId } from '@lawang/schema/id'
import { requireAllowed } from '../access/policy.ts'
import type { Operation } from '../access/table.ts'
import type { Actor, CaseRecord } from '../domain/model.ts'
import type { ChainOwner } from '../store/chains.ts'
import type { Transaction } from '../store/database.ts'
import { CaseFileEntity } from '../store/entities/case-file.ts'
import { toCaseRecord } from '../store/records.ts'
import type { Surroundings } from './surroundings.ts'

/** What an officer wants to do to which case. */
interface Asked {
  readonly type: Operation
  readonly case: string
}

/**
 * Whose case it is: that never changes, so that it can be read before the custody is locked. Refuses NOT_FOUND, and to
 * those who may not act there UNAUTHENTICATED or FORBIDDEN: they learn nothing of which cases there are.
 */
export async function findOwner({ database }: Surroundings, asked: Asked, actor: Actor): Promise<ChainOwner> {
  const found = await database.em().findOne(CaseFileEntity, asked.case)
  if (found) return { complaint: found.complaint, government: found.government }
  const id = parseId(asked.case)
  requireAllowed(actor, asked.type, { government: id.form === 'valid' ? id.government : '' })
  throw new Refusal('NOT_FOUND')
}

/** The case as it is now; the custody is locked by the caller. */
export async function readCase(tx: Transaction, id: string): Promise<CaseRecord> {
  const row = await tx.em.findOne(CaseFileEntity, id)
  if (!row) throw new Refusal('NOT_FOUND')
  return toCaseRecord(row)
}
