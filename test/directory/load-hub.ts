import { loadReference } from '@lawang/member/reference/load'
import type { Database } from '@lawang/member/store/database'
import { RECOUNT_CELLS } from '@lawang/national/rollup/save-recap-cells'
import { Client } from 'pg'
import { mixSeed, seeded } from '../simulation/random.ts'
import { type CopiedValue, copyRows } from './copy-rows.ts'
import { type LoadedListing, listingAt, wholeCountry } from './listings.ts'

export interface HubLoad {
  /** Opened by `openHubDatabase`; its directory must be empty. */
  readonly database: Database
  readonly complaints: number
  readonly seed: number
  readonly progress: (loaded: number) => void
  /** Told of what is done once all rows are there. */
  readonly stage: (doing: string) => void
}

const COLUMNS = [
  ...['complaint', 'door', 'holder', 'kind', 'title', 'category', 'location', 'status', 'confidential', 'filed_at'],
  ...['period', 'received_on', 'updated_at', 'agency', 'agency_name', 'agency_short_name'],
] as const satisfies readonly (keyof LoadedListing)[]

/**
 * Fills the directory of a hub with made-up complaints, and all that is kept beside it: all of it, or nothing. Indexes are
 * made afterwards, which takes a fraction of the time that keeping them row by row does.
 */
export async function loadHub({ database, complaints, seed, progress, stage }: HubLoad): Promise<void> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query('BEGIN')
    await requireEmpty(client)
    const indexes = await dropIndexes(client)
    await copyRows(client, 'hub.listing', COLUMNS, rowsOf(complaints, seed, progress))
    await makeIndexes(client, indexes, stage)
    stage('counting recaps, and collecting the words of titles')
    await client.query(RECOUNT_CELLS)
    await client.query(COLLECT_WORDS)
    await client.query('COMMIT')
    await client.query('VACUUM ANALYZE hub.listing, hub.recap_cell, hub.word')
  } finally {
    await client.end()
  }
}

/** Whole objects, each for as long as PostgreSQL needs to take it: a million of them at once would fill the memory. */
function* rowsOf(complaints: number, seed: number, progress: (loaded: number) => void): Generator<CopiedValue[]> {
  const country = wholeCountry(loadReference())
  const random = seeded(mixSeed('directory', seed))
  for (let n = 1; n <= complaints; n++) {
    const listing = listingAt(n, complaints, random, country)
    yield COLUMNS.map((column) => listing[column])
    if (n % 1_000 === 0 || n === complaints) progress(n)
  }
}

/** Drops what can be made again, and answers with the statements that make it. Unique keys guard the load itself. */
async function dropIndexes(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index WHERE indrelid = 'hub.listing'::regclass AND NOT indisunique`,
  )
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`)
  return rows.map(({ definition }) => definition)
}

async function makeIndexes(client: Client, definitions: readonly string[], stage: HubLoad['stage']): Promise<void> {
  await client.query("SET LOCAL maintenance_work_mem = '512MB'")
  for (const definition of definitions) {
    stage(definition)
    await client.query(definition)
  }
}

const COLLECT_WORDS = `
  INSERT INTO hub.word SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('simple', title))) FROM hub.listing
  WHERE NOT confidential`

async function requireEmpty(client: Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM hub.listing LIMIT 1')
  if (rowCount) throw new Error('This directory has complaints already: name an empty database of a national member.')
}
