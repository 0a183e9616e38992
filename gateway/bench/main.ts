import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { GATEWAY_NODE_FLAGS } from '../node-flags.ts'
import { composeBenchmark, QUERIES, type QueryName } from './graph.ts'
import { load, type Measured } from './load.ts'

// npm run bench -- [--rounds N] [--seconds N] [--warm SECONDS]
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '5' },
    warm: { type: 'string', default: '10' },
  },
})

const TARGETS = { floor: 4200, gateway: 4201 } as const
type TargetName = keyof typeof TARGETS
const NAMES: readonly QueryName[] = ['byid', 'list', 'deep']

const folder = mkdtempSync(join(tmpdir(), 'lawang-bench-'))
const children: ChildProcess[] = []
try {
  await measure()
} finally {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
}

async function measure(): Promise<void> {
  const supergraph = join(folder, 'supergraph.graphql')
  writeFileSync(supergraph, composeBenchmark())
  start('subgraphs.ts')
  const pids: Record<TargetName, number> = {
    floor: start('floor.ts', String(TARGETS.floor)),
    gateway: start('../main.ts', '--supergraph', supergraph, '--port', String(TARGETS.gateway)),
  }
  await compareAnswers()
  const measured = new Map<string, Measured[]>()
  for (const name of NAMES) {
    for (const target of ['floor', 'gateway'] as const)
      await load(TARGETS[target], pids[target], name, Number(values.warm))
  }
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const name of NAMES) {
      // in turn, so that what else the machine does falls on both
      for (const target of round % 2 === 0 ? (['floor', 'gateway'] as const) : (['gateway', 'floor'] as const)) {
        const key = `${name} ${target}`
        measured.set(key, [
          ...(measured.get(key) ?? []),
          await load(TARGETS[target], pids[target], name, Number(values.seconds)),
        ])
      }
    }
  }
  report(measured)
  for (const [target, pid] of Object.entries(pids)) console.log(`${target}: peak ${peakMiB(pid)} MiB`)
}

function start(program: string, ...args: readonly string[]): number {
  const flags = program === '../main.ts' ? GATEWAY_NODE_FLAGS : []
  const child = spawn(process.execPath, [...flags, fileURLToPath(new URL(program, import.meta.url)), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      LAWANG_ENVIRONMENT: 'development',
      LAWANG_LOG_LEVEL: 'error',
    },
  })
  children.push(child)
  if (child.pid === undefined) throw new Error(`${program} does not start`)
  return child.pid
}

async function compareAnswers(): Promise<void> {
  for (const name of NAMES) {
    const [floor, gateway] = await Promise.all([ask('floor', name), ask('gateway', name)])
    if (!isDeepStrictEqual(floor, gateway)) throw new Error(`The answers to ${name} differ`)
  }
}

/** Waits for the target to come up, and for the subgraphs behind it. */
async function ask(target: TargetName, name: QueryName): Promise<unknown> {
  const { query, variables } = QUERIES[name]
  for (const deadline = performance.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    try {
      const response = await fetch(`http://127.0.0.1:${TARGETS[target]}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ operationName: name, query, variables: variables(7) }),
      })
      const answer = (await response.json()) as { readonly errors?: unknown }
      if (answer.errors === undefined || performance.now() > deadline) return answer
    } catch (error) {
      if (performance.now() > deadline) throw error
    }
  }
}

function report(measured: ReadonlyMap<string, readonly Measured[]>): void {
  const median = (key: string, read: (one: Measured) => number) => {
    const sorted = (measured.get(key) ?? []).map(read).sort((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  }
  const rows = NAMES.map((name) => {
    const perSecond = (target: TargetName) => median(`${name} ${target}`, (one) => one.perSecond)
    const cpuUs = (target: TargetName) => median(`${name} ${target}`, (one) => one.cpuUs ?? Number.NaN)
    return {
      query: name,
      'floor/s': Math.round(perSecond('floor')),
      'gateway/s': Math.round(perSecond('gateway')),
      ratio: Number((perSecond('gateway') / perSecond('floor')).toFixed(2)),
      'floor us': Math.round(cpuUs('floor')),
      'gateway us': Math.round(cpuUs('gateway')),
      'processor ratio': Number((cpuUs('gateway') / cpuUs('floor')).toFixed(2)),
      'gateway p99 ms': Number(median(`${name} gateway`, (one) => one.p99Ms).toFixed(1)),
    }
  })
  console.table(rows)
}

function peakMiB(pid: number): string {
  try {
    return (Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024).toFixed(0)
  } catch {
    return '?'
  }
}
