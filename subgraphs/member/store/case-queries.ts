import type { FilterQuery } from '@mikro-orm/core'
import type { CaseQueries } from '../ports.ts'
import { formatCaseCursor, parseCaseCursor } from './case-cursor.ts'
import type { Database, Sql } from './database.ts'
import { CaseFileEntity, type CaseFileRow } from './entities/case-file.ts'
import { inOrder } from './in-order.ts'
import { toCaseRecord } from './records.ts'

/** Counting further costs more than anybody gains from the number. */
const COUNTED_TO = 10_000

type PageQuery = Parameters<CaseQueries['page']>[0]

function whereOf({ government, status, agency, area }: PageQuery): FilterQuery<CaseFileRow> {
  return {
    government,
    ...(status && { status: { $in: [...status] } }),
    ...(agency !== undefined && { agencyId: agency }),
    // The codes of places have digits and dots only: no pattern can hide in them.
    ...(area !== undefined && {
      $or: [{ dossier: { location: area } }, { dossier: { location: { $like: `${area}.%` } } }],
    }),
  }
}

async function countCases(sql: Sql, { government, status, agency, area }: PageQuery): Promise<number> {
  const [row] = await sql.query<{ total: string }>(
    `SELECT count(*) AS total FROM (
       SELECT FROM case_file WHERE government = $1
         AND ($2::text[] IS NULL OR status = ANY($2)) AND ($3::text IS NULL OR agency_id = $3)
         AND ($4::text IS NULL OR dossier ->> 'location' = $4 OR dossier ->> 'location' LIKE $4 || '.%')
       LIMIT ${COUNTED_TO}
     ) AS counted`,
    [government, status ?? null, agency ?? null, area ?? null],
  )
  return Number(row?.total ?? 0)
}

/** The cases of the governments here: by id in one query per call, and worklists page by page, oldest first. */
export function caseQueries(database: Database): CaseQueries {
  return {
    async byIds(ids) {
      const rows = await database.em().find(CaseFileEntity, { id: { $in: [...ids] } })
      return inOrder(ids, rows.map(toCaseRecord), (file) => file.id)
    },
    async page(query) {
      const after = query.after === undefined ? undefined : parseCaseCursor(query.government, query.after)
      const where = whereOf(query)
      const rows = await database.em().find(
        CaseFileEntity,
        after
          ? {
              $and: [
                where,
                { $or: [{ openedAt: { $gt: after.openedAt } }, { openedAt: after.openedAt, id: { $gt: after.id } }] },
              ],
            }
          : where,
        { orderBy: [{ openedAt: 'asc' }, { id: 'asc' }], limit: query.first + 1 },
      )
      return {
        rows: rows.slice(0, query.first).map((row) => ({ cursor: formatCaseCursor(row), node: toCaseRecord(row) })),
        hasNextPage: rows.length > query.first,
        totalCount: () => countCases(database, query),
      }
    },
  }
}
