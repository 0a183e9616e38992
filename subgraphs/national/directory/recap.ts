import { civilDayOf } from '@lawang/member/domain/civil-day'
import type { Reference } from '@lawang/member/domain/model'
import type { Recap, RecapCounts, Recaps } from '@lawang/member/recaps'
import type { Sql } from '@lawang/member/store/database'
import { Refusal } from '@lawang/schema/errors'
import type { AgencyName } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { governmentPattern } from './government-pattern.ts'
import { readGovernment } from './read-government.ts'
import { type DoorCounts, showable } from './small-cells.ts'

const MONTH = /^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/
const NOTHING: RecapCounts = { received: 0, answered: 0, inProgress: 0, unanswered: 0 }

export interface RecapOptions {
  readonly sql: Sql
  readonly reference: Reference
  readonly now: () => Date
}

/**
 * Recaps computed from the directory. Confidential complaints count in the total; in the rows by category and agency they
 * count only where that tells nobody of a few (`showable`).
 */
export function createRecaps({ sql, reference, now }: RecapOptions): Recaps {
  return {
    async recap(code, month) {
      const region = readGovernment(code, reference)
      requireBegunMonth(month, civilDayOf(now(), region))
      return summarize(region, month, await countGroups(sql, region, month), reference)
    },
  }
}

function requireBegunMonth(month: string, today: string): void {
  if (!MONTH.test(month)) throw new Refusal('BAD_USER_INPUT', 'A month is written like 2026-01.')
  if (month > today.slice(0, 7)) throw new Refusal('FUTURE_MONTH')
}

/** Complaints of one category that came to one door and that one agency handles: the confidential ones, or the others. */
interface Group extends RecapCounts {
  readonly door: GovernmentCode
  readonly confidential: boolean
  /** When the first of them was filed, in milliseconds. */
  readonly first: number
  readonly category: string | null
  readonly agency: AgencyName
}

/** A row of a recap. */
interface Row extends RecapCounts {
  /** Of those that everybody may list. */
  readonly first: number
  readonly category: string | null
  readonly agency: AgencyName
}

/** Archived complaints count as answered: their reporters were given a reason. */
async function countGroups(sql: Sql, region: GovernmentCode, month: string): Promise<readonly Group[]> {
  return sql.query<Group>(
    `SELECT door, confidential, category,
       json_build_object('id', agency, 'name', max(agency_name), 'shortName', max(agency_short_name)) AS agency,
       (extract(epoch FROM min(filed_at)) * 1000)::float8 AS first,
       count(*)::float8 AS received,
       (count(*) FILTER (WHERE status IN ('ANSWERED', 'CLOSED', 'ARCHIVED')))::float8 AS answered,
       (count(*) FILTER (WHERE status IN ('VERIFIED', 'IN_PROGRESS')))::float8 AS "inProgress",
       (count(*) FILTER (WHERE status = 'FILED'))::float8 AS unanswered
     FROM hub.listing
     WHERE received_on >= $1::date AND received_on < $1::date + interval '1 month' AND door LIKE $2
     GROUP BY door, confidential, category, agency`,
    [`${month}-01`, governmentPattern(region)],
  )
}

function summarize(region: GovernmentCode, month: string, groups: readonly Group[], reference: Reference): Recap {
  const positions = new Map(reference.categories.map(({ code }, position) => [code, position]))
  const rank = ({ category }: Row) => positions.get(category ?? '') ?? positions.size
  const total = groups.reduce(add, NOTHING)
  const byCategory = rowsBy(region, groups, ({ category }) => category ?? '')
  const byAgency = rowsBy(region, groups, ({ agency }) => agency.id)
  const withheld = (rows: readonly Row[]) => total.received - rows.reduce((sum, { received }) => sum + received, 0)
  return {
    region,
    month,
    total: countsOf(total),
    byCategory: byCategory
      .toSorted((a, b) => byRank(a, b) || rank(a) - rank(b))
      .map((row) => ({ ...countsOf(row), ...(row.category === null ? {} : { category: row.category }) })),
    byAgency: byAgency
      .toSorted((a, b) => byRank(a, b) || (a.agency.id < b.agency.id ? -1 : 1))
      .map((row) => ({ ...countsOf(row), agency: row.agency })),
    withheldByCategory: withheld(byCategory),
    withheldByAgency: withheld(byAgency),
  }
}

/** Most received first; among equals, whose first complaint was filed first. */
function byRank(a: Row, b: Row): number {
  return b.received - a.received || a.first - b.first
}

/** One row for each key that has anything to show. */
function rowsBy(region: GovernmentCode, groups: readonly Group[], keyOf: (group: Group) => string): readonly Row[] {
  return [...Map.groupBy(groups, keyOf).values()].flatMap((cell) => {
    const [some] = cell
    const open = cell.filter(({ confidential }) => !confidential)
    const shown = showable(region, byDoor(cell.filter(({ confidential }) => confidential)))
    const counts = open.reduce(add, shown)
    const first = Math.min(...open.map((group) => group.first))
    return some && counts.received > 0 ? [{ ...counts, first, category: some.category, agency: some.agency }] : []
  })
}

function byDoor(groups: readonly Group[]): readonly DoorCounts[] {
  return [...Map.groupBy(groups, ({ door }) => door)].map(([door, at]) => ({ ...at.reduce(add, NOTHING), door }))
}

function countsOf({ received, answered, inProgress, unanswered }: RecapCounts): RecapCounts {
  return { received, answered, inProgress, unanswered }
}

function add(sum: RecapCounts, more: RecapCounts): RecapCounts {
  return {
    received: sum.received + more.received,
    answered: sum.answered + more.answered,
    inProgress: sum.inProgress + more.inProgress,
    unanswered: sum.unanswered + more.unanswered,
  }
}
