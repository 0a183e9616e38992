import { loadReference } from '@lawang/member/reference/load'
import type { Database } from '@lawang/member/store/database'
import { RECOUNT_CELLS } from '@lawang/national/rollup/save-recap-cells'
import { mixSeed, seeded } from '../simulation/random.ts'
import { type LoadedListing, listingAt, wholeCountry } from './listings.ts'

export interface HubLoad {
  /** Opened by `openHubDatabase`; its directory must be empty. */
  readonly database: Database
  readonly complaints: number
  readonly seed: number
  readonly progress: (loaded: number) => void
}

const BATCH = 5_000

const COLUMNS = `complaint, door, holder, kind, title, category, location, status, confidential, filed_at, week,
  received_on, updated_at, agency, agency_name, agency_short_name`

/**
 * Fills the directory of a hub with made-up complaints, and all that is kept beside it. The inverted index is made
 * afterwards: that takes a fraction of the time that keeping it row by row does.
 */
export async function loadHub({ database, complaints, seed, progress }: HubLoad): Promise<void> {
  await requireEmpty(database)
  const country = wholeCountry(loadReference())
  const random = seeded(mixSeed('directory', seed))
  await database.query('DROP INDEX hub.listing_terms')
  for (let from = 0; from < complaints; from += BATCH) {
    const size = Math.min(BATCH, complaints - from)
    const rows: readonly LoadedListing[] = Array.from({ length: size }, (_, i) =>
      listingAt(from + i + 1, complaints, random, country),
    )
    await database.prepared(
      `INSERT INTO hub.listing (${COLUMNS}) SELECT ${COLUMNS} FROM json_populate_recordset(NULL::hub.listing, $1)`,
      [JSON.stringify(rows)],
    )
    progress(from + size)
  }
  await database.query('CREATE INDEX listing_terms ON hub.listing USING gin (terms) WITH (fastupdate = off)')
  await database.query(RECOUNT_CELLS)
  await database.query(
    `INSERT INTO hub.word SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('simple', title))) FROM hub.listing
     WHERE NOT confidential`,
  )
  await database.query('VACUUM ANALYZE hub.listing, hub.recap_cell, hub.word')
}

async function requireEmpty(database: Database): Promise<void> {
  const [row] = await database.query('SELECT FROM hub.listing LIMIT 1')
  if (row) throw new Error('This directory has complaints already: name an empty database of a national member.')
}
