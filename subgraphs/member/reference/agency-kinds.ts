import type { GovernmentTier } from '@lawang/schema/tier'

/** A text per tier of government: the pattern of a name with `{region}` in it. */
export type PatternByTier = Readonly<Partial<Record<GovernmentTier, string>>>

/** A kind of agency that many governments have. */
export interface AgencyKind {
  readonly slug: string
  readonly name: PatternByTier
  readonly shortName: PatternByTier
  readonly affairs: readonly string[]
}

/** A ministry, vertical agency or state operator: there is one of it. */
export interface NationalBody {
  readonly slug: string
  readonly name: string
  readonly shortName: string
  readonly affairs: readonly string[]
}

const PATTERN_TIERS: readonly GovernmentTier[] = ['PROVINCIAL', 'REGENCY']

/** Reads `PROVINCIAL: Dinas {region}; REGENCY: Dinas {region}`; a text without tiers holds for all of `tiers`. */
export function readPatterns(text: string, tiers: readonly string[]): PatternByTier {
  const patterns: Partial<Record<GovernmentTier, string>> = {}
  const parts = text.split('; ')
  for (const tier of PATTERN_TIERS.filter((candidate) => tiers.includes(candidate))) {
    const own = parts.find((part) => part.startsWith(`${tier}: `))
    patterns[tier] = own === undefined ? text : own.slice(tier.length + 2)
  }
  return patterns
}
