import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const EXIT_WITH_PARENT = new URL('../exit-with-parent.mjs', import.meta.url).href
const MAIN = fileURLToPath(new URL('../../gateway/main.ts', import.meta.url))

/** The gateway as a process of its own, before one supergraph. */
export interface GatewayProcess {
  readonly port: number
  readonly pid: number
  /** Milliseconds of CPU that it has used. */
  cpuMs(): number
  /** The most memory that it has held, in MiB. */
  peakMiB(): number
  stop(): Promise<void>
}

/** Starts it, on a core of its own where `cores` says so (as `taskset -c` takes it). */
export async function startGateway(supergraph: string, cores: string | undefined): Promise<GatewayProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-live-'))
  const file = join(folder, 'supergraph.graphql')
  writeFileSync(file, supergraph)
  const command = [process.execPath, '--import', EXIT_WITH_PARENT, MAIN, '--supergraph', file, '--port', '0']
  const [program, ...args] = cores === undefined ? command : ['taskset', '-c', cores, ...command]
  const child = spawn(program ?? '', args, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', LAWANG_ENVIRONMENT: 'development' },
  })
  const port = await portOf(child)
  const pid = child.pid ?? 0
  return {
    port,
    pid,
    cpuMs: () => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) * 10
    },
    peakMiB: () => Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024),
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true })
    },
  }
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (text) => {
      const port = /ready at http:\/\/[^:]+:(\d+)/.exec(String(text))?.[1]
      if (port) resolve(Number(port))
    })
    child.once('exit', (code) => reject(new Error(`The gateway ended with ${code}`)))
  })
}
