import { complaintChanged } from '@lawang/member/graph/complaint-changed'
import type { MemberTier } from '@lawang/member/tier'

/** A province's server. What its graph asks of the nation and of its own tables is added when they are open. */
export const PROVINCIAL: MemberTier = {
  tier: 'PROVINCIAL',
  modules: [complaintChanged('OWN_DOORS')],
}
