import { Refusal } from '@lawang/schema/errors'
import type { CaseCommand } from './model.ts'
import type { Timeline } from './timeline.ts'

type Act = CaseCommand['type'] | 'merge' | 'split'

/** What would end a whole, or take it away from its parts. */
const ABOUT_THE_WHOLE: ReadonlySet<Act> = new Set([
  ...(['answer', 'draft', 'release', 'close', 'archive', 'handOver', 'defer'] as const),
  ...(['merge', 'split'] as const),
])

/** Refuses SPLIT_CASE for what is not done to a case that waits for its parts: each of them is worked on by itself. */
export function requireWhole(act: Act, { splitAt }: Pick<Timeline, 'splitAt'>): void {
  if (splitAt !== undefined && ABOUT_THE_WHOLE.has(act)) throw new Refusal('SPLIT_CASE')
}
