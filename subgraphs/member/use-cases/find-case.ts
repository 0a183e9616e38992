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
 * Whose case it is: that never changes, so that it can be read before the custody is locked. Refuses UNAUTHENTICATED, FORBIDDEN and
 * NO_MANDATE to those who may not act there, alike and after the same one statement for a case that there is not: they learn
 * nothing of which cases there are, and lock none. NOT_FOUND is for who might act. Since the agency may change until the custody is
 * locked, the caller asks for the right once more then.
 */
export async function findOwner({ database }: Surroundings, asked: Asked, actor: Actor): Promise<ChainOwner> {
  const row = await database.em().findOne(CaseFileEntity, asked.case)
  const found = row && toCaseRecord(row)
  const id = parseId(asked.case)
  const place = found
    ? { government: found.government, agency: found.agency.id }
    : { government: id.form === 'valid' ? id.government : '' }
  requireAllowed(actor, asked.type, place)
  if (!found) throw new Refusal('NOT_FOUND')
  return { complaint: found.complaint, government: found.government }
}

/** The case as it is now; the custody is locked by the caller. */
export async function readCase(tx: Transaction, id: string): Promise<CaseRecord> {
  const row = await tx.em.findOne(CaseFileEntity, id)
  if (!row) throw new Refusal('NOT_FOUND')
  return toCaseRecord(row)
}
