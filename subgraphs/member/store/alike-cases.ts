import type { GovernmentCode } from '@lawang/schema/region'
import type { Sql } from './database.ts'

/** An open case, as far as it tells what it is about. */
export interface OpenCase {
  readonly id: string
  readonly title: string
}

export interface CasesOfPlace {
  readonly category: string
  readonly location: string
  /** Oldest first. */
  readonly cases: readonly OpenCase[]
}

/** Open cases of one category about one place, where there are at least so many; none that is confidential. */
export function findCrowded(
  sql: Sql,
  government: GovernmentCode,
  fewest: number,
  since: Date,
): Promise<CasesOfPlace[]> {
  return sql.query<CasesOfPlace>(
    `SELECT dossier ->> 'category' AS category, dossier ->> 'location' AS location,
       jsonb_agg(jsonb_build_object('id', id, 'title', dossier ->> 'title') ORDER BY opened_at, id) AS cases
     FROM case_file
     WHERE government = $1 AND opened_at >= $3 AND status NOT IN ('HANDED_OVER', 'ARCHIVED', 'CLOSED')
       AND dossier ->> 'confidential' = 'false' AND dossier ->> 'category' IS NOT NULL
       AND dossier ->> 'location' IS NOT NULL
     GROUP BY 1, 2 HAVING count(*) >= $2 ORDER BY count(*) DESC, 1, 2 LIMIT 50`,
    [government, fewest, since.toISOString()],
  )
}
