import { requireAllowed } from '../access/policy.ts'
import { requireOpen } from '../domain/case-status.ts'
import type { Actor, CaseRecord } from '../domain/model.ts'
import { actingOfficer } from './acting-officer.ts'
import { findOwner, readCase } from './find-case.ts'
import { inCustody } from './in-custody.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * An officer no longer wants the handover that a case waits for. A wish is dropped at once; a request is withdrawn when the
 * hub has said so, because somebody may be taking it at this very moment. Refuses UNAUTHENTICATED, FORBIDDEN, NOT_FOUND,
 * NOT_HOLDER, CASE_CLOSED, and NO_HANDOVER_PENDING.
 */
export async function withdrawHandover(around: Surroundings, id: string, actor: Actor): Promise<CaseRecord> {
  const owner = await findOwner(around, { type: 'withdrawHandover', case: id }, actor)
  return inCustody(around, [owner], async (custodies) => {
    const record = await readCase(custodies.tx, id)
    requireAllowed(actor, 'withdrawHandover', { government: record.government, agency: record.agency.id })
    const note = await actingOfficer(custodies, around, actor)
    requireOpen(record)
    custodies.take({ type: 'WithdrawHandover', ...owner })
    await note('withdrawHandover', id)
    return record
  })
}
