import { civilDayOf } from '@lawang/member/domain/civil-day'
import type { Reference } from '@lawang/member/domain/model'
import type { Recap, RecapCounts, Recaps } from '@lawang/member/recaps'
import type { Sql } from '@lawang/member/store/database'
import { Refusal } from '@lawang/schema/errors'
import type { AgencyName } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { governmentPattern } from './government-pattern.ts'
import { readGovernment } from './read-government.ts'

const MONTH = /^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/
const NOTHING: RecapCounts = { received: 0, answered: 0, inProgress: 0, unanswered: 0 }

export interface RecapOptions {
  readonly sql: Sql
  readonly reference: Reference
  readonly now: () => Date
}

/** Recaps computed from the directory, confidential complaints included: nothing but numbers leaves it. */
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

/** Complaints of one category that one agency handles. */
interface Group extends RecapCounts {
  /** When the first of them was filed, in milliseconds. */
  readonly first: number
  readonly category: string | null
  readonly agency: AgencyName
}

/** Archived complaints count as answered: their reporters were given a reason. */
async function countGroups(sql: Sql, region: GovernmentCode, month: string): Promise<readonly Group[]> {
  return sql.query<Group>(
    `SELECT category,
       json_build_object('id', agency, 'name', max(agency_name), 'shortName', max(agency_short_name)) AS agency,
       (extract(epoch FROM min(filed_at)) * 1000)::float8 AS first,
       count(*)::float8 AS received,
       (count(*) FILTER (WHERE status IN ('ANSWERED', 'CLOSED', 'ARCHIVED')))::float8 AS answered,
       (count(*) FILTER (WHERE status IN ('VERIFIED', 'IN_PROGRESS')))::float8 AS "inProgress",
       (count(*) FILTER (WHERE status = 'FILED'))::float8 AS unanswered
     FROM hub.listing
     WHERE received_on >= $1::date AND received_on < $1::date + interval '1 month' AND door LIKE $2
     GROUP BY category, agency`,
    [`${month}-01`, governmentPattern(region)],
  )
}

function summarize(region: GovernmentCode, month: string, groups: readonly Group[], reference: Reference): Recap {
  const positions = new Map(reference.categories.map(({ code }, position) => [code, position]))
  const rank = ({ category }: Group) => positions.get(category ?? '') ?? positions.size
  return {
    region,
    month,
    total: countsOf(groups.reduce(add, NOTHING)),
    byCategory: sumBy(groups, ({ category }) => category ?? '')
      .sort((a, b) => byRank(a, b) || rank(a) - rank(b))
      .map((sum) => ({ ...countsOf(sum), ...(sum.category === null ? {} : { category: sum.category }) })),
    byAgency: sumBy(groups, ({ agency }) => agency.id)
      .sort((a, b) => byRank(a, b) || (a.agency.id < b.agency.id ? -1 : 1))
      .map((sum) => ({ ...countsOf(sum), agency: sum.agency })),
  }
}

/** Most received first; among equals, whose first complaint was filed first. */
function byRank(a: Group, b: Group): number {
  return b.received - a.received || a.first - b.first
}

function sumBy(groups: readonly Group[], keyOf: (group: Group) => string): Group[] {
  const sums = new Map<string, Group>()
  for (const group of groups) {
    const sum = sums.get(keyOf(group))
    sums.set(keyOf(group), sum ? { ...sum, ...add(sum, group), first: Math.min(sum.first, group.first) } : group)
  }
  return [...sums.values()]
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
