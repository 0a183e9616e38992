import { Refusal } from '@lawang/schema/errors'
import { parseId } from '@lawang/schema/id'
import { type GovernmentCode, governmentOf, isRegionCode } from '@lawang/schema/region'
import type { GovernmentTier } from '@lawang/schema/tier'

/** The government that a value names; `nowhere` when there is none of the asked tier; `malformed` for other texts. */
export type Jurisdiction =
  | { readonly kind: 'government'; readonly government: GovernmentCode }
  | { readonly kind: 'nowhere'; readonly code: string }
  | { readonly kind: 'malformed' }

/**
 * Reads the jurisdiction of an id (`6408-...`) or a region code (`64.08.04`). A code below a government belongs to
 * the nearest ancestor of `tier`, or to the nearest at all when the contract is of no tier. Says nothing of whether
 * such a government is connected.
 */
export function jurisdictionOf(value: unknown, tier: GovernmentTier | undefined): Jurisdiction {
  if (typeof value !== 'string' && typeof value !== 'number') return { kind: 'malformed' }
  const text = String(value).trim()
  if (isRegionCode(text)) {
    const government = governmentOf(text, tier)
    return government === undefined ? { kind: 'nowhere', code: text } : { kind: 'government', government }
  }
  const id = parseId(text)
  return id.form === 'valid' ? { kind: 'government', government: id.government } : { kind: 'malformed' }
}

/** The refusal of a value that has the form of neither an id nor a region code. */
export function malformedJurisdiction(): Refusal {
  return new Refusal(
    'BAD_USER_INPUT',
    'This is neither an id (6408-7ZK3M0Q9T2XV4B1CF) nor the code of a region (64.08). Look for a typing error.',
  )
}
