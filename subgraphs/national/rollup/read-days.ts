import { dayNumber, isCivilDay } from '@lawang/member/domain/civil-day'
import type { Reference } from '@lawang/member/domain/model'
import type { Sql } from '@lawang/member/store/database'
import {
  type Days,
  NO_WORK,
  type VillageFilings,
  WORK_INDICATORS,
  type WorkCounts,
  type WorkReports,
} from '@lawang/member/work'
import { Refusal } from '@lawang/schema/errors'
import { type GovernmentCode, governmentOf, isRegionCode, NATION, tierOf } from '@lawang/schema/region'
import { governmentRange } from '../directory/government-range.ts'
import { readGovernment } from '../directory/read-government.ts'

const MOST_VILLAGES = 100
const MOST_DAYS = 3_660

export interface WorkReportOptions {
  readonly sql: Sql
  readonly reference: Reference
}

/** What the hub has counted of days, added up. */
export function createWorkReports({ sql, reference }: WorkReportOptions): WorkReports {
  return {
    async work(code, days) {
      const region = readGovernment(code, reference)
      const counted = await countWork(sql, region, readDays(days))
      return governmentsUnder(region, reference).map((government) => ({
        government,
        counts: counted.get(government) ?? NO_WORK,
      }))
    },
    async villages(villages, days) {
      const wanted = readVillages(villages, reference)
      const counted = await countVillages(sql, wanted, readDays(days))
      return wanted.map((village) => counted.get(village) ?? { village, filed: 0, settled: 0 })
    },
  }
}

/** A government and all under it that have one of their own, by their codes. */
function governmentsUnder(region: GovernmentCode, reference: Reference): readonly GovernmentCode[] {
  const below = (code?: GovernmentCode) =>
    reference.regionsUnder(code).flatMap((under) => (governmentOf(under.code) === under.code ? [under.code] : []))
  if (region !== NATION) return [region, ...(tierOf(region) === 'PROVINCIAL' ? below(region) : [])]
  return [NATION, ...below().flatMap((province) => [province, ...below(province)])]
}

async function countWork(
  sql: Sql,
  region: GovernmentCode,
  { from, to }: Days,
): Promise<ReadonlyMap<GovernmentCode, WorkCounts>> {
  const rows = await sql.query<WorkCounts & { readonly government: GovernmentCode }>(
    `SELECT government, ${WORK_INDICATORS.map((column) => `sum(${column})::float8 AS ${column}`).join(', ')}
     FROM hub.work_day WHERE government >= $1 AND government < $2 AND day BETWEEN $3::date AND $4::date
     GROUP BY government`,
    [...governmentRange(region), from, to],
  )
  return new Map(rows.map(({ government, ...counts }) => [government, counts]))
}

async function countVillages(
  sql: Sql,
  villages: readonly string[],
  { from, to }: Days,
): Promise<ReadonlyMap<string, VillageFilings>> {
  const rows = await sql.query<VillageFilings>(
    `SELECT village, sum(filed)::float8 AS filed, sum(settled)::float8 AS settled
     FROM hub.village_day WHERE village = ANY($1) AND day BETWEEN $2::date AND $3::date GROUP BY village`,
    [villages, from, to],
  )
  return new Map(rows.map((row) => [row.village, row]))
}

function readDays({ from, to }: Days): Days {
  if (!isCivilDay(from) || !isCivilDay(to) || to < from || dayNumber(to) - dayNumber(from) > MOST_DAYS) {
    throw new Refusal('BAD_USER_INPUT', 'from and to are days that exist, like 2026-01-31, at most ten years apart.')
  }
  return { from, to }
}

function readVillages(villages: readonly string[], reference: Reference): readonly string[] {
  if (villages.length > MOST_VILLAGES) throw new Refusal('PAGE_TOO_LARGE', undefined, { most: MOST_VILLAGES })
  for (const village of villages) {
    const isVillage = isRegionCode(village) && tierOf(village) === 'VILLAGE' && reference.region(village) !== undefined
    if (!isVillage) throw new Refusal('UNKNOWN_LOCATION')
  }
  return [...new Set(villages)]
}
