import type { Conditions } from './conditions.ts'

/**
 * Rows of `hub.listing` that conditions find, newest first, at most as many as the parameter `limit` says; the expression
 * `columns` is what of them is selected. Without terms, the index on the order finds them. With terms they are looked up
 * in the inverted index: in the newest week, then in the two weeks before it, then in the four before those, and so on.
 * A common word fills a page from the first weeks; a rare one, or words that seldom meet, cost a handful of look-ups.
 * OFFSET 0 keeps PostgreSQL from walking along the order instead, which for rare words would read everything.
 */
export function newestFirst(
  { terms, where, newestWeek, oldestWeek }: Conditions,
  columns: string,
  limit: string,
): string {
  const inOrder = `ORDER BY l.filed_at DESC, l.complaint DESC LIMIT ${limit}`
  if (terms === undefined) return `SELECT ${columns} FROM hub.listing AS l WHERE ${where} ${inOrder}`
  // The length of a number in binary is the step at which so many weeks have been passed.
  return `
    WITH edge AS (SELECT ${newestWeek ?? edgeWeek('DESC')} AS newest, ${oldestWeek ?? edgeWeek('ASC')} AS oldest),
    reach AS (
      SELECT length(ltrim((edge.newest - series.week + 1)::bit(32)::text, '0')) AS step,
        string_agg('''@week:' || series.week || '''', ' | ')::tsquery AS weeks
      FROM edge, generate_series(edge.newest, edge.oldest, -1) AS series (week) GROUP BY step
    )
    SELECT found.* FROM (SELECT weeks FROM reach ORDER BY step) AS reach
    CROSS JOIN LATERAL (
      SELECT ${columns} FROM (
        SELECT * FROM hub.listing WHERE terms @@ ((${terms}) && reach.weeks) AND ${where} OFFSET 0
      ) AS l ${inOrder}
    ) AS found LIMIT ${limit}`
}

/** The first or last week that anything is listed of. */
function edgeWeek(direction: 'ASC' | 'DESC'): string {
  return `(SELECT week FROM hub.listing WHERE NOT confidential ORDER BY filed_at ${direction}, complaint ${direction} LIMIT 1)`
}
