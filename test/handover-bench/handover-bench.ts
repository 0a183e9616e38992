import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { HUB, type Rig, startRig } from '../handover/rig.ts'
import { operation } from '../operations/operations-file.ts'
import { readCosts, tellCosts } from './costs.ts'
import { leanAsk } from './lean-ask.ts'
import { percentile } from './percentile.ts'
import { type TakenWatch, watchTaken } from './taken-watch.ts'

/**
 * `handover-bench.ts --rate R --seconds S`: complaints filed through the gateway at a regency, R a second, each of which
 * the rules hand to the province: how long from the filing until the province has taken it. `--backlog N`: N of them
 * filed while the hub is away, and how fast they move once it is back.
 */
const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
    backlog: { type: 'string' },
  },
})

const GIVER = 'kutai-timur'
const RECEIVER = 'provincial'
const CLIENTS = 8
const TAKEN_WITHIN_MS = 120_000
/** Filed before anything is measured: the engine compiles what has run some hundreds of times. */
const WARM_UP = 500

const ask = leanAsk()
const FILE = operation('FileComplaint')

/** Moves by the rules from every regency to its province. */
const input = () => ({
  door: '64.08',
  kind: 'COMPLAINT',
  title: 'Atap ruang kelas bocor',
  body: 'Tiga ruang kelas tidak dapat dipakai ketika hujan.',
  category: 'education.senior-secondary',
  channel: 'WEB',
  anonymous: true,
  idempotencyKey: randomUUID(),
})

async function file(rig: Rig): Promise<{ complaint: string; took: number }> {
  const began = performance.now()
  const { fileComplaint } = await ask<{ fileComplaint: { id: string } }>(`${rig.gatewayUrl}/graphql`, {
    query: FILE,
    variables: { input: input() },
  })
  return { complaint: fileComplaint.id, took: performance.now() - began }
}

async function fileMany(rig: Rig, count: number): Promise<readonly string[]> {
  const ids: string[] = []
  let left = count
  const client = async () => {
    while (left > 0) {
      left -= 1
      ids.push((await file(rig)).complaint)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return ids
}

async function untilTaken(watch: TakenWatch, ids: readonly string[]): Promise<void> {
  const deadline = performance.now() + TAKEN_WITHIN_MS
  while (ids.some((id) => !watch.taken.has(id))) {
    if (watch.fault !== undefined) throw watch.fault
    if (performance.now() > deadline) {
      const left = ids.filter((id) => !watch.taken.has(id)).length
      throw new Error(`${left} of ${ids.length} were not taken within ${TAKEN_WITHIN_MS / 1_000} s`)
    }
    await delay(20)
  }
}

/** Where it is written down that a complaint has come so far: `at` is when the transaction began. */
const STAGES = {
  filed: { member: GIVER, table: 'log', type: 'Filed' },
  granted: { member: HUB, table: 'hub.mail', type: 'Grant' },
  taking: { member: RECEIVER, table: 'log', type: 'Taken' },
} as const

/** When the transactions began in which these complaints came so far, in milliseconds since 1970. */
async function reachedAt(
  rig: Rig,
  stage: keyof typeof STAGES,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { member, table, type } = STAGES[stage]
  const client = new pg.Client({ connectionString: rig.databases.get(member) ?? '' })
  await client.connect()
  const { rows } = await client.query<{ complaint: string; at: number }>(
    `SELECT message ->> 'complaint' AS complaint, (extract(epoch FROM at) * 1000)::float8 AS at FROM ${table}
     WHERE message ->> 'type' = $2 AND message ->> 'complaint' = ANY($1)`,
    [ids, type],
  )
  await client.end()
  return new Map(rows.map(({ complaint, at }) => [complaint, at]))
}

function tell(what: string, milliseconds: readonly number[]): void {
  const [p50, p99] = [percentile(milliseconds, 0.5), percentile(milliseconds, 0.99)]
  console.log(`${what}: p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms`)
}

async function measureLatency(rig: Rig, watch: TakenWatch, rate: number, seconds: number): Promise<void> {
  const before = await readCosts(rig)
  const began = performance.now()
  const filings: Promise<{ complaint: string; took: number }>[] = []
  // By the clock and not by the answers: a slow server gets no rest.
  for (let i = 0; i < rate * seconds; i++) {
    const wait = began + (i * 1_000) / rate - performance.now()
    if (wait > 0) await delay(wait)
    const filing = file(rig)
    // It is told of when all are awaited; until then it must not end the process.
    filing.catch(() => {})
    filings.push(filing)
  }
  const filed = await Promise.all(filings)
  const sustained = filed.length / ((performance.now() - began) / 1_000)
  const ids = filed.map(({ complaint }) => complaint)
  await untilTaken(watch, ids)
  const after = await readCosts(rig)
  const [filedAt, grantedAt, takingAt] = [
    await reachedAt(rig, 'filed', ids),
    await reachedAt(rig, 'granted', ids),
    await reachedAt(rig, 'taking', ids),
  ]
  console.log(`${filed.length} complaints at ${sustained.toFixed(1)}/s`)
  tell(
    'fileComplaint, as the client sees it',
    filed.map(({ took }) => took),
  )
  const between = (from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>) =>
    ids.map((id) => (to.get(id) ?? Number.NaN) - (from.get(id) ?? Number.NaN))
  tell('filed to taken', between(filedAt, watch.taken))
  tell('  until the hub begins to grant it', between(filedAt, grantedAt))
  tell('  until the receiver begins to take it', between(grantedAt, takingAt))
  tell('  until a reader sees that it is taken', between(takingAt, watch.taken))
  tellCosts(before, after, ids.length)
}

async function measureThroughput(rig: Rig, watch: TakenWatch, count: number): Promise<void> {
  await rig.kill(HUB)
  const ids = await fileMany(rig, count)
  const before = await readCosts(rig)
  await rig.start(HUB)
  await untilTaken(watch, ids)
  const after = await readCosts(rig)
  const times = ids.map((id) => watch.taken.get(id) ?? 0)
  const seconds = (Math.max(...times) - Math.min(...times)) / 1_000
  console.log(`${count} handovers in ${seconds.toFixed(1)} s: ${Math.round(count / seconds)}/s`)
  tellCosts(before, after, count)
}

const rig = await startRig('NONE')
try {
  const watch = await watchTaken(rig.databases.get(RECEIVER) ?? '')
  await untilTaken(watch, await fileMany(rig, WARM_UP))
  if (values.backlog === undefined) await measureLatency(rig, watch, Number(values.rate), Number(values.seconds))
  else await measureThroughput(rig, watch, Number(values.backlog))
  await watch.close()
} catch (error) {
  // Before anything is stopped: a server that cannot be stopped must not hide what went wrong.
  console.error(error)
  process.exitCode = 1
} finally {
  await rig.stop()
}
process.exit()
