import { requireAllowed } from '../access/policy.ts'
import { requireOpen } from '../domain/case-status.ts'
import { correctedDossier } from '../domain/case-under.ts'
import { deriveComplaintId } from '../domain/identifiers.ts'
import type { Actor, CaseRecord } from '../domain/model.ts'
import { decideParts, decideSplit, type SplitPart } from '../domain/split.ts'
import { requireWhole } from '../domain/whole.ts'
import { addParts } from '../store/wholes.ts'
import { actingOfficer } from './acting-officer.ts'
import { takeIn } from './file-complaint.ts'
import { findOwner, readCase } from './find-case.ts'
import { requireHeld, stateOf } from './held-case.ts'
import { inCustody } from './in-custody.ts'
import type { Surroundings } from './surroundings.ts'

export interface SplitCase {
  readonly case: string
  readonly parts: readonly SplitPart[]
}

/**
 * Splits a report that is about several things into complaints of their own, in one transaction with the event that tells of
 * them. They are filed here and go where the rules send each; the receipt of the whole opens them too. Refuses what
 * `decideParts` and `decideSplit` refuse, SPLIT_CASE, what custody refuses, and to those who may not act here.
 */
export async function splitCase(
  around: Surroundings,
  { case: id, parts }: SplitCase,
  actor: Actor,
): Promise<CaseRecord> {
  const { reference, governments: hosted } = around
  const owner = await findOwner(around, { type: 'split', case: id }, actor)
  const { government } = owner
  const owners = parts.map(() => ({ complaint: newPart(around, government), government }))
  return inCustody(around, [owner, ...owners], async (custodies) => {
    const record = await readCase(custodies.tx, id)
    requireAllowed(actor, 'split', { government, agency: record.agency.id })
    const note = await actingOfficer(custodies, around, actor)
    requireOpen(record)
    const custody = requireHeld(custodies, owner, 'SPLIT')
    const state = stateOf(record, custody)
    requireWhole('split', state.timeline)
    const now = new Date(custodies.now.at)
    const whole = { record, dossier: correctedDossier(custody.dossier, custody.chain) }
    const filings = decideParts(parts, whole, { actor, now, reference, hosted })
    const complaints = owners.map(({ complaint }) => complaint)
    const decision = decideSplit(complaints, state, { now, reference })
    custodies.take({ type: 'Act', ...owner, event: decision.event.type, data: decision.event.data })
    for (const [i, filing] of filings.entries()) {
      const part = owners[i]
      if (part)
        await takeIn(
          around,
          { ...filing, sealed: undefined, via: undefined, secretHash: custody.secretHash },
          part,
          custodies,
        )
    }
    addParts(custodies.tx, owner, complaints)
    await note('split', id)
    return decision.case
  })
}

function newPart({ doorKey, randomness }: Surroundings, door: string): string {
  return deriveComplaintId(doorKey, { door, random: randomness() })
}
