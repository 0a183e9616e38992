import type { Sql } from '@lawang/member/store/database'
import type { Conditions } from './conditions.ts'
import { spansBack } from './periods.ts'
import { anyTerm, TERMS } from './terms.ts'

/** What a search finds. */
export interface Found {
  /**
   * `columns` of the newest rows of `hub.listing`, as `l`, at most so many; `within` may put the statement into another
   * one, and have the columns themselves.
   */
  newest<Row extends object>(columns: string, most: number, within?: (rows: string) => string): Promise<Row[]>
  /** How many rows there are, up to so many: it stops at the last of them, and puts none in order. */
  count(most: number): Promise<number>
}

/**
 * Rows of `hub.listing` that conditions find. Without terms, the index on the order finds them. With terms they are looked
 * up in the inverted index: in the newest period, then in spans of periods before it that grow. A common word fills a page
 * from the first periods; a rare one, or words that seldom meet, cost some forty look-ups. OFFSET 0 keeps PostgreSQL from
 * walking along the order instead, which for rare words would read everything.
 */
export function foundBy(sql: Sql, conditions: Conditions): Found {
  const { hasTerms, where, values, newestPeriod, oldestPeriod } = conditions
  const limit = `LIMIT $${values.length + 1}`
  const spansParameter = `$${values.length + 2}::text[]`

  async function find<Row extends object>(
    columns: string,
    order: string,
    most: number,
    within: (rows: string) => string,
  ) {
    if (!hasTerms) {
      const rows = `SELECT ${columns} FROM hub.listing AS l WHERE ${where} ${order} ${limit}`
      return sql.query<Row>(within(rows), [...values, most])
    }
    const [newest, oldest] = await edgesOf(sql, newestPeriod, oldestPeriod)
    const inSpans = `
      SELECT found.* FROM unnest(${spansParameter}) WITH ORDINALITY AS span (term, place)
      CROSS JOIN LATERAL (
        SELECT ${columns} FROM (
          SELECT * FROM hub.listing WHERE ${TERMS} @@ span.term::tsquery AND ${where} OFFSET 0
        ) AS l ${order} ${limit}
      ) AS found ${limit}`
    const spans = spansBack(newest, oldest).map((term) => anyTerm([term]))
    return sql.query<Row>(within(inSpans), [...values, most, spans])
  }

  return {
    newest: (columns, most, within = (rows) => rows) =>
      find(columns, 'ORDER BY l.filed_at DESC, l.complaint DESC', most, within),
    async count(most) {
      const counted = (rows: string) => `SELECT count(*)::float8 AS many FROM (${rows}) AS counted`
      const [row] = await find<{ many: number }>('l.complaint', '', most, counted)
      return row?.many ?? 0
    },
  }
}

/** The first and the last period to look into; of the listing, where the search does not say. */
async function edgesOf(sql: Sql, newest: number | undefined, oldest: number | undefined) {
  if (newest !== undefined && oldest !== undefined) return [newest, oldest] as const
  const [edge] = await sql.prepared<{ newest: number | null; oldest: number | null }>(EDGES)
  return [newest ?? edge?.newest ?? 0, oldest ?? edge?.oldest ?? 0] as const
}

const EDGES = `SELECT ${edge('DESC')} AS newest, ${edge('ASC')} AS oldest`

function edge(direction: 'ASC' | 'DESC'): string {
  return `(SELECT period FROM hub.listing WHERE NOT confidential ORDER BY filed_at ${direction}, complaint ${direction} LIMIT 1)`
}
