import { Refusal } from '@lawang/schema/errors'
import { type CaseContext, type CaseDecision, type CaseState, decided } from './case-act.ts'
import { requireOpen, requireStatus } from './case-status.ts'
import type { CaseRecord } from './model.ts'
import { REASON } from './reasons.ts'

/**
 * Decides that a case goes on in another complaint, because both are about the same thing. The other one is open with
 * this government at the same moment: so of two that are merged one is always open, and no chain of mergers comes back
 * to where it began. Neither may be confidential: that they are the same would tell of what is hidden. Refuses
 * NOT_MERGEABLE and what archiving refuses.
 */
export function decideMerge(survivor: CaseRecord | undefined, state: CaseState, context: CaseContext): CaseDecision {
  requireOpen(state.case)
  requireStatus('archive', state.case.status)
  const { government, complaint } = state.case
  if (!survivor || survivor.government !== government || ENDED.has(survivor.status)) throw new Refusal('NOT_MERGEABLE')
  if (survivor.complaint === complaint) {
    throw new Refusal('NOT_MERGEABLE', 'A complaint cannot be merged into itself. Name the other one in "into".')
  }
  if (survivor.confidential || state.case.confidential) {
    throw new Refusal(
      'NOT_MERGEABLE',
      'A confidential complaint is not merged: that it is the same as another one would tell what it says.',
    )
  }
  return decided('ARCHIVED', { ...state.case, status: 'ARCHIVED' }, state, context, {
    reason: REASON.DUPLICATE,
    mergedInto: survivor.complaint,
  })
}

const ENDED: ReadonlySet<CaseRecord['status']> = new Set(['CLOSED', 'ARCHIVED', 'HANDED_OVER'])
