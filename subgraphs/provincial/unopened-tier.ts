import type { MemberTier } from '@lawang/member/tier'
import { provincialModules } from './graph/modules.ts'
import { PROVINCIAL } from './tier.ts'

function refuse(): never {
  throw new Error('The province is not open')
}

/** The provincial tier with its whole schema and nothing behind it: to print it, or to compare it with its contracts. */
export const UNOPENED_PROVINCIAL: MemberTier = {
  tier: PROVINCIAL.tier,
  modules: [
    ...PROVINCIAL.modules,
    ...provincialModules({
      recaps: { recap: refuse },
      evaluations: { ofProvince: refuse, ofProvinces: refuse, ofGovernment: refuse },
      commitments: { ofProvince: refuse, register: refuse },
      outreach: { ofProvince: refuse, create: refuse, recordVisit: refuse, upliftsOf: refuse },
    }),
  ],
}
