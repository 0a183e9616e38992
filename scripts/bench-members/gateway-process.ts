import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GATEWAY_NODE_FLAGS } from '@lawang/gateway/node-flags'
import type { MemberEntry } from '@lawang/schema/network'

const MAIN = fileURLToPath(import.meta.resolve('@lawang/gateway/main'))
const FORWARDER = fileURLToPath(new URL('forwarder.ts', import.meta.url))

export interface GatewayProcess {
  readonly url: string
  /** Milliseconds of CPU that it has used. */
  cpuMs(): number
  stop(): Promise<void>
}

/** Starts a gateway before these members; it ends with `stop`, and with this process. */
export function startGateway(
  members: readonly MemberEntry[],
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  return startBefore(members, (registry) => [MAIN, '--members', registry, '--port', '0'], env)
}

/** The same for what does nothing but hand requests on. */
export function startForwarder(members: readonly MemberEntry[]): Promise<GatewayProcess> {
  return startBefore(members, (registry) => [FORWARDER, registry], {})
}

async function startBefore(
  members: readonly MemberEntry[],
  programOf: (registry: string) => readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<GatewayProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'lawang-bench-'))
  const registry = join(folder, 'members.json')
  writeFileSync(registry, JSON.stringify(members))
  const child = spawn(process.execPath, [...GATEWAY_NODE_FLAGS, ...programOf(registry)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      LAWANG_ENVIRONMENT: 'development',
      LAWANG_LOG_LEVEL: 'error',
      ...env,
    },
  })
  process.once('exit', () => child.kill('SIGKILL'))
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const said = await new Promise<string>((resolve) => {
    child.stdout?.once('data', (chunk) => resolve(String(chunk)))
    exited.then(() => resolve(''))
  })
  const [url] = /http:\S+/.exec(said) ?? []
  if (url === undefined) throw new Error('The gateway did not start.')
  return {
    url,
    cpuMs: () => cpuOfThreads(`/proc/${child.pid}/task`),
    async stop() {
      child.kill('SIGTERM')
      await exited
      rmSync(folder, { recursive: true })
    },
  }
}

/** By the scheduler's own count, in nanoseconds: the one in /proc/PID/stat goes in hundredths of a second. */
function cpuOfThreads(folder: string): number {
  const spent = readdirSync(folder).map((thread) => readFileSync(join(folder, thread, 'schedstat'), 'utf8'))
  return spent.reduce((sum, text) => sum + Number(text.split(' ')[0]) / 1e6, 0)
}
