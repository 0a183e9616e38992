import type { Chain } from '@lawang/schema/exchange/chain'
import type { FilterQuery } from '@mikro-orm/core'
import { repliesIn } from '../domain/complaint.ts'
import type { CaseRecord } from '../domain/model.ts'
import { type Timeline, timelineOf } from '../domain/timeline.ts'
import type { CaseQueries, Page, Worklist } from '../ports.ts'
import { readDrafts } from './answer-drafts.ts'
import { formatCaseCursor, parseCaseCursor } from './case-cursor.ts'
import { readCaseChains } from './chains.ts'
import type { Database, Sql } from './database.ts'
import { CaseFileEntity, type CaseFileRow } from './entities/case-file.ts'
import { inOrder } from './in-order.ts'
import { findPendingHandovers } from './pending-handovers.ts'
import { toCaseRecord } from './records.ts'

/** Counting further costs more than anybody gains from the number. */
const COUNTED_TO = 10_000

type PageQuery = Parameters<CaseQueries['page']>[0]

const NO_CASES: Page<CaseRecord> = { rows: [], hasNextPage: false, totalCount: async () => 0 }

function whereOf({ lists, status, overdueAt }: PageQuery): FilterQuery<CaseFileRow> {
  const [only, ...others] = lists.map(ofWorklist)
  return {
    ...(only && others.length === 0 ? only : { $or: [...(only ? [only] : []), ...others] }),
    ...(status && { status: { $in: [...status] } }),
    ...(overdueAt && { deadlineAt: { $lte: overdueAt } }),
  }
}

function ofWorklist({ government, agency, area }: Worklist) {
  return {
    government,
    ...(agency !== undefined && { agencyId: agency }),
    // The codes of places have digits and dots only: no pattern can hide in them.
    ...(area !== undefined && {
      $or: [{ dossier: { location: area } }, { dossier: { location: { $like: `${area}.%` } } }],
    }),
  }
}

async function countCases(sql: Sql, { lists, status, overdueAt }: PageQuery): Promise<number> {
  const [row] = await sql.query<{ total: string }>(
    `SELECT count(*) AS total FROM (
       SELECT FROM case_file JOIN unnest($1::text[], $2::text[], $3::text[]) AS list (government, agency, area)
         ON list.government = case_file.government
           AND (list.agency IS NULL OR list.agency = case_file.agency_id)
           AND (list.area IS NULL OR dossier ->> 'location' = list.area OR dossier ->> 'location' LIKE list.area || '.%')
       WHERE ($4::text[] IS NULL OR status = ANY($4)) AND ($5::timestamptz IS NULL OR deadline_at <= $5)
       LIMIT ${COUNTED_TO}
     ) AS counted`,
    [
      lists.map(({ government }) => government),
      lists.map(({ agency }) => agency ?? null),
      lists.map(({ area }) => area ?? null),
      status ?? null,
      overdueAt?.toISOString() ?? null,
    ],
  )
  return Number(row?.total ?? 0)
}

/** A case that was written by older software has no timeline yet: it is folded from the chain. */
async function readTimelines(sql: Sql, ids: readonly string[]): Promise<readonly (Timeline | undefined)[]> {
  const rows = await sql.query<{ id: string; timeline: Timeline | null }>(
    'SELECT id, timeline FROM case_file WHERE id = ANY($1)',
    [ids],
  )
  const without = rows.filter(({ timeline }) => !timeline).map(({ id }) => id)
  const chains = without.length > 0 ? await readCaseChains(sql, without) : new Map<string, Chain>()
  const known = new Map(rows.map(({ id, timeline }) => [id, timeline ?? timelineOf(chains.get(id) ?? [])]))
  return ids.map((id) => known.get(id))
}

/** The cases of the governments here: by id in one query per call, and worklists page by page, oldest first. */
export function caseQueries(database: Database): CaseQueries {
  return {
    async byIds(ids) {
      const rows = await database.em().find(CaseFileEntity, { id: { $in: [...ids] } })
      return inOrder(ids, rows.map(toCaseRecord), (file) => file.id)
    },
    pendingHandovers: (ids) => findPendingHandovers(database, ids),
    async page(query) {
      if (query.lists.length === 0) return NO_CASES
      const governments = query.anyCursor ? undefined : query.lists.map(({ government }) => government)
      const after = query.after === undefined ? undefined : parseCaseCursor(governments, query.after)
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
    timelinesOf: (ids) => readTimelines(database, ids),
    async draftsOf(ids) {
      const drafts = await readDrafts(database, ids)
      return ids.map((id) => drafts.get(id))
    },
    async repliesOf(ids) {
      const chains = await readCaseChains(database, ids)
      return ids.map((id) => repliesIn(chains.get(id) ?? []))
    },
  }
}
