import { Refusal } from '@lawang/schema/errors'
import { requireAllowed } from '../access/policy.ts'
import { decided } from '../domain/case-act.ts'
import { requireOpen } from '../domain/case-status.ts'
import type { Actor, CaseRecord } from '../domain/model.ts'
import { actingOfficer } from './acting-officer.ts'
import { findOwner, readCase } from './find-case.ts'
import { requireHeld, stateOf } from './held-case.ts'
import { inCustody } from './in-custody.ts'
import type { Surroundings } from './surroundings.ts'

export interface ClusterCase {
  readonly case: string
  /** The id of any complaint about the same thing, which names the cluster; without it the complaint leaves its cluster. */
  readonly cluster?: string
}

/**
 * Puts a complaint among those that other governments hold about the same thing. Every government does so with its own: so
 * whoever is in a cluster has been told of it by a step of the journey. Refuses NOT_CLUSTERABLE for what is confidential,
 * CASE_CLOSED, what custody refuses, and to those who may not act here.
 */
export async function clusterCase(
  around: Surroundings,
  { case: id, cluster }: ClusterCase,
  actor: Actor,
): Promise<CaseRecord> {
  const owner = await findOwner(around, { type: 'cluster', case: id }, actor)
  return inCustody(around, [owner], async (custodies) => {
    const record = await readCase(custodies.tx, id)
    requireAllowed(actor, 'cluster', { government: record.government, agency: record.agency.id })
    const note = await actingOfficer(custodies, around, actor)
    requireOpen(record)
    const custody = requireHeld(custodies, owner, 'CLUSTERED')
    if (record.confidential) throw new Refusal('NOT_CLUSTERABLE')
    const context = { now: new Date(custodies.now.at), reference: around.reference }
    const particulars = cluster === undefined ? {} : { cluster }
    const decision = decided('CLUSTERED', record, stateOf(record, custody), context, particulars)
    custodies.take({ type: 'Act', ...owner, event: decision.event.type, data: decision.event.data })
    await note('cluster', id)
    return decision.case
  })
}
