import { parseArgs } from 'node:util'
import { openHubDatabase } from '@lawang/national/hub/hub-database'
import { runCommand } from '@lawang/scripts/run-command'
import { loadHub } from './load-hub.ts'
import { progressOf } from './progress.ts'

/**
 * `npm run load-directory -- --database postgres://... [--complaints 1000000] [--seed 1]`: fills the empty directory of a
 * national member's database with made-up complaints of the whole country, and says how far it is.
 */
const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    complaints: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
})

await runCommand(async () => {
  if (values.database === undefined) throw new Error('Name the database of a national member with --database.')
  const complaints = Number(values.complaints)
  const database = await openHubDatabase(values.database)
  try {
    const progress = progressOf(complaints, console.error)
    await loadHub({ database, complaints, seed: Number(values.seed), progress, stage: console.error })
    console.log(`${complaints} complaints are in the directory`)
  } finally {
    await database.close()
  }
})
