import pg from 'pg'

/** What a complaint is written in at its door, each with the column that names it. */
const TABLES = [
  ['complaint', 'id'],
  ['identity.reporter', 'complaint'],
  ['custody', 'complaint'],
  ['chain_event', 'complaint'],
] as const

const BATCH = 50_000

export interface Crowd {
  /** The database of the door's member. */
  readonly databaseUrl: string
  /** A complaint of the door that is copied, all rows of it. */
  readonly like: string
  readonly from: number
  readonly to: number
  readonly onProgress?: (people: number) => void
}

/**
 * Gives a door the complaints of so many people more, each with an id, a sealed identity, a custody and a chain of its own:
 * number `from` to `to`, both inclusive. Nobody can ask for them, because their ids have no check digit.
 */
export async function seedCrowd({ databaseUrl, like, from, to, onProgress }: Crowd): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (let first = from; first <= to; first += BATCH) {
      const last = Math.min(first + BATCH - 1, to)
      for (const [table, column] of TABLES) {
        await client.query(
          `INSERT INTO ${table} SELECT (jsonb_populate_record(one, jsonb_build_object('${column}', '6408-crowd-' || n))).*
           FROM ${table} AS one, generate_series($2::integer, $3::integer) AS n WHERE one.${column} = $1`,
          [like, first, last],
        )
      }
      onProgress?.(last)
    }
    await client.query('VACUUM ANALYZE complaint, identity.reporter, custody, chain_event')
  } finally {
    await client.end()
  }
}
