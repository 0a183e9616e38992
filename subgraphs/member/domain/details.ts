import { Refusal } from '@lawang/schema/errors'
import type { Detail } from '@lawang/schema/exchange/messages'
import type { Reference } from './model.ts'

/** More details than any category asks for. */
const MOST_DETAILS = 20

/**
 * Reads the facts that competence depends on: each once, in a fixed order. Refuses UNKNOWN_DETAIL for what the
 * category does not ask; without a category, for what no category asks, because a coordinator will set one later.
 */
export function readDetails(
  details: readonly Detail[],
  category: string | undefined,
  reference: Reference,
): readonly Detail[] {
  if (details.length > MOST_DETAILS) {
    throw new Refusal('BAD_USER_INPUT', `details may have ${MOST_DETAILS} entries.`, { field: 'details' })
  }
  const asking = reference.categories.filter(({ code }) => category === undefined || code === category)
  const asked = asking.flatMap((candidate) => candidate.details)
  for (const { key, value } of details) {
    if (!asked.some((question) => question.key === key && question.values.includes(value))) {
      throw new Refusal('UNKNOWN_DETAIL')
    }
  }
  const byText = new Map(details.map(({ key, value }) => [`${key}=${value}`, { key, value }]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, detail]) => detail)
}
