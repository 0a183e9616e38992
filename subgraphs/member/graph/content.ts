import { mayReadContent } from '../access/content.ts'
import type { GraphContext } from './context.ts'
import type { ComplaintSource } from './sources.ts'

/** Whether the asker may read what a complaint says, from the record that stands behind it. */
export function isReadable(
  source: Extract<ComplaintSource, { from: 'door' | 'case' }>,
  { actor }: Pick<GraphContext, 'actor'>,
): boolean {
  if (source.from === 'case') {
    const { confidential, door, government, agency } = source.record
    return mayReadContent(actor, { confidential, door, holder: government, handledBy: agency.id }, false)
  }
  const { confidential, door, holder, handledBy } = source.record
  return mayReadContent(actor, { confidential, door, holder, handledBy: handledBy.id }, source.secretMatches)
}
