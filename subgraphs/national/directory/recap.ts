import { civilDayOf } from '@lawang/member/domain/civil-day'
import type { Reference } from '@lawang/member/domain/model'
import type { Recap, RecapCounts, Recaps } from '@lawang/member/recaps'
import type { Sql } from '@lawang/member/store/database'
import { Refusal } from '@lawang/schema/errors'
import type { AgencyName } from '@lawang/schema/exchange/messages'
import { type GovernmentCode, governmentOf, NATION } from '@lawang/schema/region'
import { governmentRange } from './government-range.ts'
import { readGovernment } from './read-government.ts'
import { rowsTold } from './small-cells.ts'

const MONTH = /^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/
const NOTHING: RecapCounts = { received: 0, answered: 0, inProgress: 0, unanswered: 0 }

export interface RecapOptions {
  readonly sql: Sql
  readonly reference: Reference
  readonly now: () => Date
}

/**
 * Recaps computed from the cells that the hub's transactions keep (`rollup/`). Confidential complaints count in the total; in the rows by category and agency they
 * count only where that tells nobody of a few (`toldIn`).
 */
export function createRecaps({ sql, reference, now }: RecapOptions): Recaps {
  return {
    async recap(code, month) {
      const region = readGovernment(code, reference)
      requireBegunMonth(month, civilDayOf(now(), region))
      return summarize({ region, month, asOf: now() }, await countCells(sql, region, month), reference)
    },
  }
}

function requireBegunMonth(month: string, today: string): void {
  if (!MONTH.test(month)) throw new Refusal('BAD_USER_INPUT', 'A month is written like 2026-01.')
  if (month > today.slice(0, 7)) throw new Refusal('FUTURE_MONTH')
}

/** Complaints of one row that a recap tells apart: the confidential ones by their doors too. */
interface Group extends RecapCounts {
  readonly confidential: boolean
  /** The door of confidential ones. */
  readonly door: GovernmentCode | null
  /** When the first of them was filed, in milliseconds. */
  readonly first: number
  readonly category: string | null
  readonly agency: AgencyName
}

/** What came to one door, confidential or not. */
interface AtDoor extends RecapCounts {
  readonly door: GovernmentCode
  /** Neither answered nor archived, and in the hands of the region's own governments. */
  readonly openHere: number
  /** Of those, in the hands of the region's government itself. */
  readonly openOwn: number
}

/** A row of a recap. */
interface Row extends RecapCounts {
  /** Of those that everybody may list. */
  readonly first: number
  readonly category: string | null
  readonly agency: AgencyName
}

interface Counted {
  readonly categories: readonly Group[]
  readonly agencies: readonly Group[]
  readonly doors: readonly AtDoor[]
}

const IS_OPEN = "status IN ('FILED', 'VERIFIED', 'IN_PROGRESS')"

/** Archived complaints count as answered: their reporters were given a reason. */
const COUNTS = `sum(count)::float8 AS received,
  coalesce(sum(count) FILTER (WHERE status IN ('ANSWERED', 'CLOSED', 'ARCHIVED')), 0)::float8 AS answered,
  coalesce(sum(count) FILTER (WHERE status IN ('VERIFIED', 'IN_PROGRESS')), 0)::float8 AS "inProgress",
  coalesce(sum(count) FILTER (WHERE status = 'FILED'), 0)::float8 AS unanswered,
  coalesce(sum(count) FILTER (WHERE ${IS_OPEN} AND holder >= $2 AND holder < $3), 0)::float8 AS "openHere",
  coalesce(sum(count) FILTER (WHERE ${IS_OPEN} AND holder = $4), 0)::float8 AS "openOwn"`

/** One pass over the cells of a month at the doors of a region; rows of three kinds, told apart by what they are grouped by. */
const COUNT = `
  WITH cell AS (
    SELECT *, CASE WHEN confidential THEN door END AS told FROM hub.recap_cell
    WHERE month = $1::date AND door >= $2 AND door < $3
  )
  SELECT CASE WHEN grouping(category) = 0 THEN 'categories' WHEN grouping(agency) = 0 THEN 'agencies' ELSE 'doors' END
      AS kind,
    coalesce(door, told) AS door, confidential, nullif(category, '') AS category,
    json_build_object('id', agency, 'name', max(agency_name), 'shortName', max(agency_short_name)) AS agency,
    (extract(epoch FROM min(first_filed)) * 1000)::float8 AS first, ${COUNTS}
  FROM cell
  GROUP BY GROUPING SETS ((confidential, told, category), (confidential, told, agency), (door))`

async function countCells(sql: Sql, region: GovernmentCode, month: string): Promise<Counted> {
  const [from, to] = governmentRange(region)
  const rows = await sql.query<Group & AtDoor & { readonly kind: keyof Counted }>(COUNT, [
    `${month}-01`,
    from,
    to,
    region,
  ])
  const of = (wanted: keyof Counted) => rows.filter(({ kind }) => kind === wanted)
  return { categories: of('categories'), agencies: of('agencies'), doors: of('doors') }
}

/** What is asked for, and when. */
interface Asked {
  readonly region: GovernmentCode
  readonly month: string
  readonly asOf: Date
}

function summarize(asked: Asked, { categories, agencies, doors }: Counted, reference: Reference): Recap {
  const { region } = asked
  const positions = new Map(reference.categories.map(({ code }, position) => [code, position]))
  const rank = ({ category }: Row) => positions.get(category ?? '') ?? positions.size
  const total = doors.reduce(add, NOTHING)
  const openHere = doors.reduce((sum, at) => sum + at.openHere, 0)
  const openOwn = doors.reduce((sum, at) => sum + at.openOwn, 0)
  const byCategory = rowsBy(region, categories, ({ category }) => category ?? '')
  const byAgency = rowsBy(region, agencies, ({ agency }) => agency.id)
  const withheld = (rows: readonly Row[]) => total.received - rows.reduce((sum, { received }) => sum + received, 0)
  return {
    ...asked,
    total,
    openHere,
    openElsewhere: total.inProgress + total.unanswered - openHere,
    openOwn,
    byCategory: byCategory
      .toSorted((a, b) => byRank(a, b) || rank(a) - rank(b))
      .map((row) => ({ ...countsOf(row), ...(row.category === null ? {} : { category: row.category }) })),
    byAgency: byAgency
      .toSorted((a, b) => byRank(a, b) || (a.agency.id < b.agency.id ? -1 : 1))
      .map((row) => ({ ...countsOf(row), agency: row.agency })),
    byGovernment: governmentsIn(region, reference).map((government) => ({
      government,
      ...doors.filter(({ door }) => isPartOf(door, government, region)).reduce(add, NOTHING),
    })),
    withheldByCategory: withheld(byCategory),
    withheldByAgency: withheld(byAgency),
  }
}

/** The rows of a recap by government: the nation's are itself and its provinces, a province's itself and those under it. */
function governmentsIn(region: GovernmentCode, reference: Reference): readonly GovernmentCode[] {
  const under = region === NATION ? reference.regionsUnder() : reference.regionsUnder(region)
  return [region, ...under.flatMap(({ code }) => (governmentOf(code) === code ? [code] : []))]
}

/** A province in the nation's recap stands for all of its governments; every other row for itself. */
function isPartOf(door: GovernmentCode, row: GovernmentCode, region: GovernmentCode): boolean {
  return door === row || (region === NATION && row !== NATION && door.startsWith(row))
}

/** Most received first; among equals, whose first complaint was filed first. */
function byRank(a: Row, b: Row): number {
  return b.received - a.received || a.first - b.first
}

/** One row for each key that has anything to show. */
function rowsBy(region: GovernmentCode, groups: readonly Group[], keyOf: (group: Group) => string): readonly Row[] {
  const told = rowsTold(region, groups.flatMap(confidentialCells(keyOf)))
  return [...Map.groupBy(groups, keyOf)].flatMap(([key, cell]) => {
    const [some] = cell
    const open = cell.filter(({ confidential }) => !confidential)
    const counts = open.reduce<RecapCounts>(add, told.get(key) ?? NOTHING)
    const first = Math.min(...open.map((group) => group.first))
    return some && counts.received > 0 ? [{ ...counts, first, category: some.category, agency: some.agency }] : []
  })
}

function confidentialCells(keyOf: (group: Group) => string) {
  return (group: Group) =>
    group.confidential && group.door !== null ? [{ ...countsOf(group), door: group.door, key: keyOf(group) }] : []
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
