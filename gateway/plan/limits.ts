import type { SizeLimits } from '@lawang/schema/operation-size'

/** How large an operation may be, and how much it may bring. */
export interface Limits extends SizeLimits {
  /** Objects that an operation may bring with its variables: see `CostOf`. */
  readonly maxCost: number
}

export const DEFAULT_LIMITS: Limits = {
  maxTokens: 4000,
  maxDepth: 16,
  maxFields: 2000,
  maxAliases: 100,
  maxRootFields: 50,
  maxRepeats: 100,
  maxCost: 50_000,
}
