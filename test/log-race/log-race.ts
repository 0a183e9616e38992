import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startCluster } from '@lawang/scripts/postgres/cluster'
import { createDatabase } from '@lawang/scripts/postgres/create-database'
import { seeded } from '../simulation/random.ts'
import { openLog } from './open-log.ts'
import { type RaceResult, race } from './race.ts'

/**
 * `log-race.ts [--writers W] [--rows N] [--batch B] [--longest MILLISECONDS] [--seed S]`: transactions of different
 * length race on a PostgreSQL of their own. Exits with 1 when the log's reader skipped a row, or when the reader of the
 * serial number did not: then the race was too tame to show anything.
 */
const { values } = parseArgs({
  options: {
    writers: { type: 'string', default: '64' },
    rows: { type: 'string', default: '100000' },
    batch: { type: 'string', default: '100' },
    longest: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
  },
})
const writers = Number(values.writers)
const rows = Number(values.rows)
const TELL_EVERY_MS = 5_000

function everyFewSeconds(): (written: number) => void {
  let told = performance.now()
  return (written) => {
    if (performance.now() - told < TELL_EVERY_MS) return
    told = performance.now()
    console.error(`${written} of ${rows} rows`)
  }
}

async function run(): Promise<RaceResult> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'lawang-log-race-'))
  // As root the database runs as another user, who has to reach its files.
  chmodSync(dataFolder, 0o755)
  await using opened = new AsyncDisposableStack()
  opened.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const cluster = await startCluster({ dataFolder })
  opened.defer(cluster.stop)
  const database = await openLog(await createDatabase(cluster.url, 'log_race'), writers)
  opened.defer(database.close)
  return await race({
    ...{ database, writers, rows, batch: Number(values.batch), longest: Number(values.longest) },
    random: seeded(Number(values.seed)),
    progress: everyFewSeconds(),
  })
}

const began = performance.now()
const { written, skippedBySerial, skippedByLog, disorderInLog } = await run()
const seconds = Math.round((performance.now() - began) / 1_000)
console.log(`${writers} writers committed ${written} rows to each log in ${seconds} s`)
console.log(`the reader of a serial number skipped ${skippedBySerial}`)
console.log(`the reader of the log skipped ${skippedByLog}, and met ${disorderInLog} out of order`)
process.exit(skippedByLog === 0 && disorderInLog === 0 && skippedBySerial > 0 ? 0 : 1)
