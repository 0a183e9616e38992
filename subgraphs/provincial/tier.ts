import { complaintChanged } from '@lawang/member/graph/complaint-changed'
import { recap } from '@lawang/member/graph/recap'
import type { MemberTier } from '@lawang/member/tier'
import { Refusal } from '@lawang/schema/errors'
import { evaluation } from './graph/evaluation.ts'
import { outreachProgrammes } from './graph/outreach-programmes.ts'

/** A province's server. */
export const PROVINCIAL: MemberTier = {
  tier: 'PROVINCIAL',
  modules: [complaintChanged('OWN_DOORS'), evaluation, outreachProgrammes, recap({ recap: notYet })],
}

/** A province knows its own doors only; until it holds the months of its regencies too, the nation answers. */
async function notYet(): Promise<never> {
  throw new Refusal('NOT_YET_AVAILABLE')
}
