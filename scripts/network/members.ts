import { type GovernmentCode, liesUnder, NATION } from '@lawang/schema/region'
import type { GovernmentTier } from '@lawang/schema/tier'

/** A member of the development network, as it is planned before it has an address. */
export interface MemberPlan {
  readonly name: string
  readonly tier: GovernmentTier
  readonly governments: readonly GovernmentCode[]
}

/** The member in whose process the hub is. */
export const HUB_MEMBER = 'national'

const PROVINCES: readonly GovernmentCode[] = ['13', '64', '72']
const OWN_SUBGRAPH: GovernmentCode = '64.08'

/**
 * Four members: the nation, three provinces on one member, their regencies and cities on another, and one regency
 * that runs its own subgraph. `regenciesUnder` gives the codes of a province's regencies and cities.
 */
export function developmentMembers(
  regenciesUnder: (province: GovernmentCode) => readonly GovernmentCode[],
): readonly MemberPlan[] {
  const hosted = PROVINCES.flatMap(regenciesUnder).filter((code) => !liesUnder(code, OWN_SUBGRAPH))
  return [
    { name: HUB_MEMBER, tier: 'NATIONAL', governments: [NATION] },
    { name: 'provincial', tier: 'PROVINCIAL', governments: PROVINCES },
    { name: 'regency', tier: 'REGENCY', governments: hosted },
    { name: 'kutai-timur', tier: 'REGENCY', governments: [OWN_SUBGRAPH] },
  ]
}

/** In the order of their ports. */
export const MEMBER_NAMES: readonly string[] = developmentMembers(() => []).map(({ name }) => name)
