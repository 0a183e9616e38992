import type { ClockContext } from '@lawang/member/domain/clocks'
import type { Database, Sql, Transaction } from '@lawang/member/store/database'
import type { Register } from '@lawang/schema/exchange/register'
import { loadRegister } from '../hub/load-register.ts'
import { saveDays } from './save-days.ts'

/** What a day counts. A new number, or a new calendar, makes all days be counted anew. */
const COUNTED = 1

const PAGE = 1_000

/** The calendar and the meaning by which the days were counted. */
function countedBy({ calendar }: ClockContext): string {
  return `${COUNTED} ${calendar.version}`
}

/**
 * Counts all days anew where they were counted by another calendar, or never: in one transaction, before the hub takes
 * its first message. Returns how many complaints were read.
 */
export async function rebuildDays(database: Database, clocks: ClockContext): Promise<number> {
  const wanted = countedBy(clocks)
  const [kept] = await database.query<{ counted_by: string }>('SELECT counted_by FROM hub.day_version')
  if (kept?.counted_by === wanted) return 0
  return database.transaction(async (tx) => {
    await tx.query('DELETE FROM hub.work_day')
    await tx.query('DELETE FROM hub.village_day')
    const read = await countPages(tx, clocks)
    await tx.query('UPDATE hub.day_version SET counted_by = $1', [wanted])
    return read
  })
}

async function countPages(tx: Transaction, clocks: ClockContext): Promise<number> {
  let read = 0
  for (let page = await readPage(tx, ''); page.length > 0; page = await readPage(tx, page.at(-1)?.complaint ?? '')) {
    saveDays(
      tx,
      page.map((after) => ({ before: undefined, after })),
      clocks,
    )
    read += page.length
  }
  return read
}

async function readPage(sql: Sql, after: string): Promise<readonly Register[]> {
  const ids = await sql.prepared<{ complaint: string }>(
    `SELECT complaint FROM hub.register WHERE complaint > $1 ORDER BY complaint LIMIT ${PAGE}`,
    [after],
  )
  const rows = await loadRegister(
    sql,
    ids.map(({ complaint }) => complaint),
  )
  return rows.toSorted((a, b) => (a.complaint < b.complaint ? -1 : 1))
}
