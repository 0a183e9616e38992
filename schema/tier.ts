/** The tiers of administration. The first three are governments; districts and villages lie under a regency. */
export const TIERS = ['NATIONAL', 'PROVINCIAL', 'REGENCY', 'DISTRICT', 'VILLAGE'] as const
export type Tier = (typeof TIERS)[number]

/** The tiers that have members. */
export const GOVERNMENT_TIERS = ['NATIONAL', 'PROVINCIAL', 'REGENCY'] as const
export type GovernmentTier = (typeof GOVERNMENT_TIERS)[number]

/** The five contracts, and which of them a member of a tier serves. */
export const CONTRACTS = ['complaints', 'agencies', 'national', 'provincial', 'regency'] as const
export type Contract = (typeof CONTRACTS)[number]

const CONTRACTS_OF_TIER: Readonly<Record<GovernmentTier, readonly Contract[]>> = {
  NATIONAL: ['complaints', 'agencies', 'national'],
  PROVINCIAL: ['complaints', 'agencies', 'provincial'],
  REGENCY: ['complaints', 'agencies', 'regency'],
}

export function contractsOf(tier: GovernmentTier): readonly Contract[] {
  return CONTRACTS_OF_TIER[tier]
}

/** The tier whose members alone serve a contract; undefined for the contracts that every member serves. */
export function tierOfContract(contract: Contract): GovernmentTier | undefined {
  const tiers = GOVERNMENT_TIERS.filter((tier) => CONTRACTS_OF_TIER[tier].includes(contract))
  return tiers.length === 1 ? tiers[0] : undefined
}
