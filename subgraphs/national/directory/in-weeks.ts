import type { Conditions } from './conditions.ts'

/**
 * Rows of `hub.listing` that conditions find, newest first, at most as many as parameter `limit` says; the expression
 * `columns` is what of them is selected. Without terms, the index on the order finds them. With terms they are looked up
 * in the inverted index one week after another, and the first weeks mostly have enough: a common word costs no more
 * than the weeks that fill a page, and a rare one next to nothing in each week that lacks it. OFFSET 0 keeps PostgreSQL
 * from walking along the order instead, which for rare words would read everything.
 */
export function newestFirst(
  { terms, where, newestWeek, oldestWeek }: Conditions,
  columns: string,
  limit: string,
): string {
  const inOrder = `ORDER BY l.filed_at DESC, l.complaint DESC LIMIT ${limit}`
  if (terms === undefined) return `SELECT ${columns} FROM hub.listing AS l WHERE ${where} ${inOrder}`
  const from = newestWeek ?? edgeWeek('DESC')
  const to = oldestWeek ?? edgeWeek('ASC')
  return `
    SELECT found.* FROM generate_series(${from}, ${to}, -1) AS series (week)
    CROSS JOIN LATERAL (
      SELECT ${columns} FROM (
        SELECT * FROM hub.listing
        WHERE terms @@ ((${terms}) && ('''@week:' || series.week || '''')::tsquery) AND ${where} OFFSET 0
      ) AS l ${inOrder}
    ) AS found LIMIT ${limit}`
}

/** The first or last week that anything is listed of. */
function edgeWeek(direction: 'ASC' | 'DESC'): string {
  return `(SELECT week FROM hub.listing WHERE NOT confidential ORDER BY filed_at ${direction}, complaint ${direction} LIMIT 1)`
}
