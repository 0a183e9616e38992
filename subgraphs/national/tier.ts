import { complaintChanged } from '@lawang/member/graph/complaint-changed'
import type { MemberTier } from '@lawang/member/tier'

/** The national server. What its graph asks of the hub is added when the hub is open. */
export const NATIONAL: MemberTier = {
  tier: 'NATIONAL',
  modules: [complaintChanged('COUNTRY')],
}
