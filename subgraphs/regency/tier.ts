import { complaintChanged } from '@lawang/member/graph/complaint-changed'
import type { MemberTier } from '@lawang/member/tier'
import { kiosks } from './graph/kiosks.ts'
import { villages } from './graph/villages.ts'

/** A regency's or city's server. */
export const REGENCY: MemberTier = {
  tier: 'REGENCY',
  modules: [complaintChanged('OWN_DOORS'), villages, kiosks],
}
