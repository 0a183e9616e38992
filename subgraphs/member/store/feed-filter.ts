import { liesUnder } from '@lawang/schema/region'
import type { FeedFilter } from '../ports.ts'
import type { UnnumberedEvent } from './log.ts'

/**
 * Whether a follower who asks for `filter` sees an event. Everything that is given must fit. Confidential complaints
 * show to whoever names one by its id (steps only, never content), and otherwise to those with the right to them.
 */
export function matchesFilter(event: UnnumberedEvent, filter: FeedFilter): boolean {
  const { id, region, agency, category } = filter
  if (event.confidential && !filter.confidential && id === undefined) return false
  if (id !== undefined && event.complaint !== id) return false
  if (agency !== undefined && event.handledBy.id !== agency) return false
  if (category !== undefined && event.category !== category && !event.category?.startsWith(`${category}.`)) return false
  if (region === undefined) return true
  return [event.door, event.holder, event.from, event.to].some((code) => code !== undefined && liesUnder(code, region))
}
