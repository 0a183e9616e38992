import { civilDayOf } from '@lawang/member/domain/civil-day'
import type { ClockContext } from '@lawang/member/domain/clocks'
import type { RecapCounts } from '@lawang/member/recaps'
import type { Sql } from '@lawang/member/store/database'
import { type WorkFact, workFactsOf } from '@lawang/national/rollup/work-facts'
import type { ChainEvent } from '@lawang/schema/exchange/messages'
import { type GovernmentCode, liesUnder } from '@lawang/schema/region'

/** A complaint as its chain and the register alone tell of it: everything is counted from these, one by one. */
export interface LedgerRow {
  readonly complaint: string
  readonly door: GovernmentCode
  readonly holder: GovernmentCode
  readonly chain: readonly ChainEvent[]
}

export async function readLedger(sql: Sql): Promise<readonly LedgerRow[]> {
  return sql.query<LedgerRow>(
    `SELECT r.complaint, r.door, r.holder, json_agg(e.event ORDER BY e.seq) AS chain
     FROM hub.register AS r JOIN hub.chain_event AS e USING (complaint) GROUP BY r.complaint`,
  )
}

/** What is kept as one number: the text of its key, and the number. Nought is not kept. */
export type Numbers = ReadonlyMap<string, number>

export function recountCells(ledger: readonly LedgerRow[]): Numbers {
  return countBy(ledger, (row) => {
    const { category, agency, status } = endOf(row)
    return [monthOf(row), row.door, category, agency, row.holder, listingOf(row).confidential, status].join(' ')
  })
}

/** When the first complaint of each cell was filed, in milliseconds. */
export function recountFirsts(ledger: readonly LedgerRow[]): Numbers {
  const firsts = new Map<string, number>()
  for (const row of ledger) {
    const { category, agency, status } = endOf(row)
    const { confidential, filedAt } = listingOf(row)
    const key = [monthOf(row), row.door, category, agency, row.holder, confidential, status].join(' ')
    firsts.set(key, Math.min(firsts.get(key) ?? Number.POSITIVE_INFINITY, Date.parse(filedAt)))
  }
  return firsts
}

export function recountWork(ledger: readonly LedgerRow[], clocks: ClockContext): Numbers {
  const counts = new Map<string, number>()
  const add = ({ government, day, indicator, amount }: WorkFact) => {
    const key = [government, day, indicator].join(' ')
    counts.set(key, (counts.get(key) ?? 0) + amount)
  }
  for (const row of ledger) for (const fact of workFactsOf(row, clocks)) add(fact)
  return new Map([...counts].filter(([, count]) => count !== 0))
}

export function recountVillages(ledger: readonly LedgerRow[], settled: boolean): Numbers {
  const inVillages = ledger.filter((row) => {
    const { location, confidential } = listingOf(row)
    const isSettled = ['ANSWERED', 'CLOSED', 'ARCHIVED'].includes(endOf(row).status)
    return location?.length === 13 && !confidential && (isSettled || !settled)
  })
  return countBy(inVillages, (row) => {
    const { location, filedAt } = listingOf(row)
    return `${location} ${civilDayOf(new Date(filedAt), row.door)}`
  })
}

/** The totals of a region's month. */
export function recountTotal(ledger: readonly LedgerRow[], region: GovernmentCode, month: string): RecapCounts {
  const here = ledger.filter((row) => monthOf(row) === month && liesUnder(row.door, region))
  const among = (...wanted: readonly string[]) => here.filter((row) => wanted.includes(endOf(row).status)).length
  return {
    received: here.length,
    answered: among('ANSWERED', 'CLOSED', 'ARCHIVED'),
    inProgress: among('VERIFIED', 'IN_PROGRESS'),
    unanswered: among('FILED'),
  }
}

function monthOf(row: LedgerRow): string {
  const { receivedAt, filedAt } = listingOf(row)
  return (receivedAt ?? civilDayOf(new Date(filedAt), row.door)).slice(0, 7)
}

function endOf({ chain }: LedgerRow) {
  const last = chain.at(-1)
  if (!last) throw new Error('A chain has an event')
  const category = chain.reduce((known, { data }) => data.category ?? known, chain[0]?.data.listing?.category ?? '')
  return { category, agency: last.data.handledBy.id, status: last.data.status }
}

function listingOf({ chain, complaint }: LedgerRow) {
  const listing = chain[0]?.data.listing
  if (!listing) throw new Error(`${complaint} begins without its filing`)
  return listing
}

function countBy(rows: readonly LedgerRow[], keyOf: (row: LedgerRow) => string): Numbers {
  return new Map([...Map.groupBy(rows, keyOf)].map(([key, group]) => [key, group.length]))
}
