import type { ClockContext } from '@lawang/member/domain/clocks'
import type { Recaps } from '@lawang/member/recaps'
import type { Sql } from '@lawang/member/store/database'
import type { GovernmentCode } from '@lawang/schema/region'
import { keptCells, keptFirsts, keptVillages, keptWork } from './kept.ts'
import {
  type LedgerRow,
  type Numbers,
  readLedger,
  recountCells,
  recountFirsts,
  recountTotal,
  recountVillages,
  recountWork,
} from './ledger.ts'

export interface Compared {
  readonly sql: Sql
  readonly recaps: Recaps
  readonly clocks: ClockContext
  readonly regions: readonly GovernmentCode[]
}

const MONTHS = ['2026-01', '2026-02', '2026-03']

/** Where what is kept differs from what the chains say, one sentence each; none when all is well. */
export async function differences({ sql, recaps, clocks, regions }: Compared): Promise<readonly string[]> {
  const ledger = await readLedger(sql)
  const found = [
    ...differing('cell', await keptCells(sql), recountCells(ledger)),
    ...differing('first of cell', await keptFirsts(sql), recountFirsts(ledger)),
    ...differing('work', await keptWork(sql), recountWork(ledger, clocks)),
    ...differing('filed in village', await keptVillages(sql, 'filed'), recountVillages(ledger, false)),
    ...differing('settled in village', await keptVillages(sql, 'settled'), recountVillages(ledger, true)),
  ]
  for (const region of regions) {
    for (const month of MONTHS) found.push(...(await differingRecap(recaps, ledger, region, month)))
  }
  return found
}

function differing(what: string, kept: Numbers, counted: Numbers): readonly string[] {
  return [...new Set([...kept.keys(), ...counted.keys()])]
    .filter((key) => kept.get(key) !== counted.get(key))
    .map((key) => `${what} ${key}: kept ${kept.get(key)}, counted ${counted.get(key)}`)
}

/** A region's recap has the ledger's total, and each of its divisions adds up to it. */
async function differingRecap(
  recaps: Recaps,
  ledger: readonly LedgerRow[],
  region: GovernmentCode,
  month: string,
): Promise<readonly string[]> {
  const { total, byCategory, byAgency, byGovernment, withheldByCategory, withheldByAgency } = await recaps.recap(
    region,
    month,
  )
  const sum = (rows: readonly { readonly received: number }[]) => rows.reduce((all, { received }) => all + received, 0)
  const { received, answered, inProgress, unanswered } = total
  const sums: Readonly<Record<string, number>> = {
    'of its parts': answered + inProgress + unanswered,
    'by category': sum(byCategory) + withheldByCategory,
    'by agency': sum(byAgency) + withheldByAgency,
    'by government': sum(byGovernment),
  }
  const name = `recap of ${region} in ${month}`
  return [
    ...differing(name, numbersOf(total), numbersOf(recountTotal(ledger, region, month))),
    ...Object.entries(sums)
      .filter(([, of]) => of !== received)
      .map(([which, of]) => `${name}: ${received} received, ${of} ${which}`),
  ]
}

function numbersOf(counts: object): Numbers {
  return new Map(Object.entries(counts))
}
