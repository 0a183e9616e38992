import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startCluster } from '@lawang/scripts/postgres/cluster'
import { type CampaignOutcome, runCampaign } from './campaign.ts'

/**
 * `npm run recount -- [--histories 10000] [--batch 500] [--seed 1]`: sends made-up histories through a hub over a
 * PostgreSQL of its own, and compares what is kept for recaps, evaluations and villages with a recount of the chains. Exits
 * with 1 when anything differs.
 */
const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '10000' },
    batch: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
  },
})

async function run(): Promise<CampaignOutcome> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'lawang-recount-'))
  // As root the database runs as another user, who has to reach its files.
  chmodSync(dataFolder, 0o755)
  await using opened = new AsyncDisposableStack()
  opened.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const cluster = await startCluster({ dataFolder })
  opened.defer(cluster.stop)
  process.env.LAWANG_TEST_DATABASE_URL = cluster.url
  return await runCampaign({
    ...{ histories: Number(values.histories), batch: Number(values.batch), seed: Number(values.seed) },
    progress: (histories, events) => console.error(`${histories} histories, ${events} events`),
  })
}

const { histories, events, handovers, comparisons, differences } = await run()
console.log(`${histories} histories, ${events} events, ${handovers} handovers; compared ${comparisons} times`)
for (const difference of differences.slice(0, 20)) console.log(difference)
console.log(`${differences.length} differences`)
process.exit(differences.length === 0 ? 0 : 1)
