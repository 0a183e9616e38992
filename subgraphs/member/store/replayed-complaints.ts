import type { ReplayedComplaint } from '../domain/competence-replay.ts'
import type { Database, Sql } from './database.ts'

interface Row {
  readonly id: string
  readonly door: string
  readonly category: string | null
  readonly location: string | null
  readonly details: ReplayedComplaint['details'] | null
}

const PAGE = 5_000

/** The hub has every complaint of the country; another member those of its own doors. */
const AT_DOORS = `SELECT id, door, category, location, details FROM complaint
  WHERE id > $1 AND filed_at >= $2 AND filed_at < $3 ORDER BY id LIMIT ${PAGE}`
const AT_HUB = `SELECT complaint AS id, l.door, l.category, l.location, r.dossier -> 'details' AS details
  FROM hub.listing AS l JOIN hub.register AS r USING (complaint)
  WHERE complaint > $1 AND filed_at >= $2 AND filed_at < $3 ORDER BY complaint LIMIT ${PAGE}`

const SNAPSHOT = { text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY' }

/**
 * Gives every complaint that was filed from one instant until another to `each`, in one transaction that may not write.
 * Of a national member's database those of the whole country, of another's those of its doors.
 */
export function readReplayed(
  database: Database,
  { from, before }: { readonly from: Date; readonly before: Date },
  each: (complaint: ReplayedComplaint) => void,
): Promise<void> {
  return database.transaction(async (tx) => {
    const select = (await isHub(tx)) ? AT_HUB : AT_DOORS
    let after: string | undefined = ''
    while (after !== undefined) {
      const rows: readonly Row[] = await tx.query<Row>(select, [after, from, before])
      for (const row of rows) each(toReplayed(row))
      after = rows.length === PAGE ? rows.at(-1)?.id : undefined
    }
  }, SNAPSHOT)
}

async function isHub(sql: Sql): Promise<boolean> {
  const [row] = await sql.query<{ is: boolean }>("SELECT to_regclass('hub.listing') IS NOT NULL AS is")
  return row?.is ?? false
}

function toReplayed({ id, door, category, location, details }: Row): ReplayedComplaint {
  return {
    ...{ id, door, details: details ?? [] },
    ...(category !== null && { category }),
    ...(location !== null && { location }),
  }
}
