import type { ComplaintStatus } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Facets } from '../ports.ts'
import type { Found } from './in-spans.ts'

/** Facets are counted over this many of the newest rows at most. */
export const MOST_COUNTED = 10_000

interface Counted {
  readonly status: ComplaintStatus
  readonly category: string | null
  readonly holder: GovernmentCode
  readonly count: number
}

/** How what a filter finds is divided, largest first. */
export async function countFacets(found: Found): Promise<Facets> {
  const rows = await found.newest<Counted>(
    'l.status, l.category, l.holder',
    MOST_COUNTED,
    (rows) =>
      `SELECT status, category, holder, count(*)::float8 AS count FROM (${rows}) AS counted
       GROUP BY status, category, holder`,
  )
  return {
    status: divide(rows, ({ status }) => status).map(([status, count]) => ({ status, count })),
    category: divide(rows, ({ category }) => category).map(([category, count]) =>
      category === null ? { count } : { category, count },
    ),
    region: divide(rows, ({ holder }) => holder).map(([holder, count]) => ({ holder, count })),
    isComplete: rows.reduce((sum, { count }) => sum + count, 0) < MOST_COUNTED,
  }
}

function divide<Key>(rows: readonly Counted[], keyOf: (row: Counted) => Key): readonly (readonly [Key, number])[] {
  return [...Map.groupBy(rows, keyOf)]
    .map(([key, group]) => [key, group.reduce((sum, { count }) => sum + count, 0)] as const)
    .toSorted(([, a], [, b]) => b - a)
}
