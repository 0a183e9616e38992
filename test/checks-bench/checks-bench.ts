import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startNetwork } from '@lawang/scripts/network'
import { startCluster } from '@lawang/scripts/postgres/cluster'
import { onFreePorts } from '../operations/on-free-ports.ts'
import {
  type Measured,
  type MeasuredNetwork,
  measure,
  OPERATIONS,
  type Operation,
  openMeasured,
  PARTS,
  type Part,
} from './measured-network.ts'
import { measureProofs } from './proofs.ts'
import { switchRowSecurityOff } from './row-security-off.ts'

/**
 * `npm run bench-checks -- [--starts N] [--rounds N] [--seconds S] [--clients N] [--only byid|list]`: what all checks cost on a
 * complaint by id and on a list through the gateway. Two networks on one PostgreSQL with the same complaints: one signs, asserts,
 * verifies an officer's token, asks for decrees, limits rates and has row security forced; the other does none of it, and is asked by
 * nobody known. They are loaded in turns, in short rounds, and all of it several times with servers that were started anew: the same code in another process is up
 * to a tenth faster or slower. `--proofs` only tells what the proofs of one request take of a processor, without any network.
 */
const { values } = parseArgs({
  options: {
    proofs: { type: 'boolean', default: false },
    starts: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '40' },
    seconds: { type: 'string', default: '0.25' },
    clients: { type: 'string', default: '64' },
    only: { type: 'string' },
  },
})
const [starts, rounds] = [Number(values.starts), Number(values.rounds)]
const [seconds, clients] = [Number(values.seconds), Number(values.clients)]
const operations = OPERATIONS.filter((name) => values.only === undefined || values.only === name)
if (operations.length === 0) throw new Error(`--only is ${OPERATIONS.join(' or ')}`)

/**
 * Before anything is measured, in each network: there is more code to compile with checks than without, which takes tens of
 * thousands of requests.
 */
const WARM_SECONDS = 25

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lawang-checks-'))
  // As root the database runs as another user, who has to reach its files.
  chmodSync(folder, 0o755)
  return folder
}

function postmasterOf(folder: string): number {
  return Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])
}

type Networks = Readonly<Record<'on' | 'off', MeasuredNetwork>>
type Rounds = Readonly<Record<'on' | 'off', readonly Measured[]>>

/**
 * Loads both in turns. A machine that is shared does the same work in up to twice the time, for seconds on end: so the rounds are
 * short, and there are hundreds of them.
 */
async function loadInTurns(networks: Networks, operation: Operation): Promise<Rounds> {
  const measured = { on: [] as Measured[], off: [] as Measured[] }
  const load = async (which: 'on' | 'off') => measured[which].push(await measure(networks[which], operation, seconds))
  for (let round = 0; round < rounds; round++) {
    // Whoever is first in a round has it no easier than the other.
    for (const which of round % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) await load(which)
  }
  return measured
}

/** Of all rounds together, for each answer. */
function each(measured: readonly Measured[], of: (measured: Measured) => number): number {
  const sum = (of: (measured: Measured) => number) => measured.reduce((total, one) => total + of(one), 0)
  return sum(of) / sum(({ answers }) => answers)
}

/** How much more an answer takes than without checks, in percent. */
function more({ on, off }: Rounds, of: (measured: Measured) => number): string {
  return ((each(on, of) / each(off, of) - 1) * 100).toFixed(1)
}

/** Of time and of the processors' time. */
function told(operation: Operation, measured: Rounds): string {
  const { on, off } = measured
  const speed = (rounds: readonly Measured[]) => Math.round(1000 / each(rounds, ({ took }) => took))
  const used = (rounds: readonly Measured[], part: Part) => Math.round(each(rounds, usedIn([part])) * 1000)
  const parts = PARTS.map((part) => `${part} ${used(on, part)} and ${used(off, part)}`).join(', ')
  return (
    `${operation}: checks on ${speed(on)}/s, off ${speed(off)}/s; an answer takes ${more(measured, ({ took }) => took)} % longer, ` +
    `and ${more(measured, usedIn(PARTS))} % more processor time (µs on and off: ${parts})`
  )
}

/** Of all starts together. */
function tell(operation: Operation, ofStarts: readonly Rounds[]): void {
  const all = { on: ofStarts.flatMap(({ on }) => on), off: ofStarts.flatMap(({ off }) => off) }
  console.log(`all ${starts} starts, each with ${rounds} rounds of ${seconds} s of both: ${told(operation, all)}`)
}

function usedIn(parts: readonly Part[]): (measured: Measured) => number {
  return ({ cpuMs }) => parts.reduce((sum, part) => sum + cpuMs[part], 0)
}

async function run(): Promise<void> {
  await using opened = new AsyncDisposableStack()
  const folder = makeFolder()
  opened.defer(() => rmSync(folder, { recursive: true, force: true }))
  const cluster = await startCluster({ dataFolder: folder })
  opened.defer(() => cluster.stop())
  const open = async (checks: 'ALL' | 'NONE'): Promise<MeasuredNetwork> => {
    const dataFolder = join(folder, checks.toLowerCase())
    const server = { url: cluster.url, prefix: `lawang_${checks.toLowerCase()}_` }
    const start = () => startNetwork({ dataFolder, gatewayPort: 0, databases: { server }, checks })
    const network = await onFreePorts(start)
    opened.defer(() => network.stop())
    const takeChecksOff = async () => {
      if (checks === 'NONE') await switchRowSecurityOff([...network.databases.values()])
    }
    await takeChecksOff()
    const postmaster = postmasterOf(cluster.folder)
    const measured = await openMeasured(network, dataFolder, { checks, postmaster, clients })
    return { ...measured, startAnew: () => measured.startAnew().then(takeChecksOff) }
  }
  const networks = { on: await open('ALL'), off: await open('NONE') }
  const measured = new Map<Operation, Rounds[]>(operations.map((operation) => [operation, []]))
  for (let start = 1; start <= starts; start++) {
    if (start > 1) for (const network of Object.values(networks)) await network.startAnew()
    for (const [operation, ofStarts] of measured) {
      for (const network of Object.values(networks)) await measure(network, operation, WARM_SECONDS)
      const rounds = await loadInTurns(networks, operation)
      ofStarts.push(rounds)
      console.log(`start ${start} of ${starts}: ${told(operation, rounds)}`)
    }
  }
  for (const [operation, ofStarts] of measured) tell(operation, ofStarts)
}

async function tellProofs(): Promise<void> {
  const { give, check } = await measureProofs()
  console.log(`the proofs of a request: ${give.toFixed(0)} µs of processor time to give, ${check.toFixed(0)} to check`)
}

await tellProofs()
if (!values.proofs) await run()
