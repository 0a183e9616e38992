import type { MemberTier } from '@lawang/member/tier'
import { nationalModules } from './graph/modules.ts'
import type { NationalServices } from './ports.ts'
import { NATIONAL } from './tier.ts'

function refuse(): never {
  throw new Error('The hub is not open')
}

const UNOPENED_SERVICES: NationalServices = {
  directory: { search: refuse, lastKnown: refuse },
  relatives: { similar: refuse, cluster: refuse },
  webhooks: { of: refuse, register: refuse, remove: refuse, resume: refuse },
  recaps: { recap: refuse },
  recapNews: { follow: refuse },
  work: { work: refuse, villages: refuse },
  watch: {
    members: refuse,
    noWrongDoor: refuse,
    byGovernment: refuse,
    overdueOffers: refuse,
    suspendedHolders: refuse,
    brokenChains: refuse,
    forkedHistories: refuse,
    reconciledAt: refuse,
    alerts: refuse,
  },
}

/** The national tier with its whole schema and no hub behind it: to print it, or to compare it with its contracts. */
export const UNOPENED_NATIONAL: MemberTier = {
  tier: NATIONAL.tier,
  modules: [...NATIONAL.modules, ...nationalModules(UNOPENED_SERVICES)],
}
