import { Refusal } from '@lawang/schema/errors'
import { requireAllowed } from '../access/policy.ts'
import { requireOpen } from '../domain/case-status.ts'
import { caseUnder } from '../domain/case-under.ts'
import { decideMerge } from '../domain/merge.ts'
import type { Actor, CaseRecord } from '../domain/model.ts'
import { timelineOf } from '../domain/timeline.ts'
import { requireWhole } from '../domain/whole.ts'
import { addMerged } from '../store/merged-cases.ts'
import { actingOfficer } from './acting-officer.ts'
import { findOwner, readCase } from './find-case.ts'
import { requireHeld, stateOf } from './held-case.ts'
import { inCustody } from './in-custody.ts'
import type { Surroundings } from './surroundings.ts'

export interface MergeCase {
  readonly case: string
  /** The complaint in which it goes on. */
  readonly into: string
}

/**
 * Ends a case whose complaint is about the same thing as another one that this government has open: the reporter sees in
 * the journey where it goes on. Both custodies are locked, so the other one cannot end at the same moment. Refuses what
 * `decideMerge` refuses, SPLIT_CASE, what custody refuses, and to those who may not act here.
 */
export async function mergeCase(
  around: Surroundings,
  { case: id, into }: MergeCase,
  actor: Actor,
): Promise<CaseRecord> {
  const owner = await findOwner(around, { type: 'merge', case: id }, actor)
  const other = { complaint: into, government: owner.government }
  return inCustody(around, [owner, other], async (custodies) => {
    const record = await readCase(custodies.tx, id)
    requireAllowed(actor, 'merge', { government: record.government, agency: record.agency.id })
    const note = await actingOfficer(custodies, around, actor)
    requireOpen(record)
    const custody = requireHeld(custodies, owner, 'ARCHIVED')
    const state = stateOf(record, custody)
    requireWhole('merge', state.timeline)
    const survivor = custodies.rowOf(other)
    if (!survivor || !timelineOf(survivor.chain)) throw new Refusal('NOT_MERGEABLE')
    const context = { now: new Date(custodies.now.at), reference: around.reference }
    const decision = decideMerge(caseUnder(survivor)?.record, state, context)
    custodies.take({ type: 'Act', ...owner, event: decision.event.type, data: decision.event.data })
    const { complaint: merged, government } = owner
    addMerged(custodies.tx, government, { merged, survivor: into, since: survivor.chain.length })
    await note('merge', id)
    return decision.case
  })
}
