import { complaintChanged } from '@lawang/member/graph/complaint-changed'
import type { MemberTier } from '@lawang/member/tier'
import { evaluation } from './graph/evaluation.ts'
import { outreachProgrammes } from './graph/outreach-programmes.ts'

/** A province's server. */
export const PROVINCIAL: MemberTier = {
  tier: 'PROVINCIAL',
  modules: [complaintChanged('OWN_DOORS'), evaluation, outreachProgrammes],
}
