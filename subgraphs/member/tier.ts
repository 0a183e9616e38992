import type { GovernmentTier } from '@lawang/schema/tier'
import type { GraphModule } from './graph/builder.ts'

/** What makes a member one of a tier: the contracts come with the tier, the modules fill what only that tier has. */
export interface MemberTier {
  readonly tier: GovernmentTier
  readonly modules: readonly GraphModule[]
}
