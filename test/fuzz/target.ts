import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { composePlain } from '@lawang/gateway/execute/plain-gateway.fixture'
import { GATEWAY_NODE_FLAGS } from '@lawang/gateway/node-flags'
import { resolveField } from '../federation/generated-world.ts'
import { RESOLVERS, SUBGRAPHS } from './world.ts'

/** A gateway in a process of its own, before subgraphs in this one. */
export interface Target {
  readonly port: number
  /** Undefined while it is alive. */
  exit(): string | undefined
  /** Its memory in MiB; undefined where the system does not tell. */
  memory(): number | undefined
  close(): Promise<void>
}

export async function startTarget(): Promise<Target> {
  const subgraph = (typeDefs: string) => ({ typeDefs, resolvers: RESOLVERS, resolveField })
  const { servers, supergraphSdl } = await composePlain({
    left: subgraph(SUBGRAPHS.left),
    right: subgraph(SUBGRAPHS.right),
  })
  const folder = mkdtempSync(join(tmpdir(), 'lawang-fuzz-'))
  const file = join(folder, 'supergraph.graphql')
  writeFileSync(file, supergraphSdl)
  const program = fileURLToPath(import.meta.resolve('@lawang/gateway/main'))
  const child = spawn(process.execPath, [...GATEWAY_NODE_FLAGS, program, '--supergraph', file, '--port', '0'], {
    env: { PATH: process.env.PATH, LAWANG_LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let ended: string | undefined
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = signal ?? String(code)
      resolve()
    })
  })
  return {
    port: await portOf(child),
    exit: () => ended,
    memory: () => memoryOf(child.pid),
    async close() {
      child.kill('SIGTERM')
      await exited
      await Promise.all(Object.values(servers).map((server) => server.close()))
      rmSync(folder, { recursive: true })
    },
  }
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('The gateway does not start')))
    child.stdout?.on('data', (chunk) => {
      const port = /:(\d+)\/graphql/.exec(String(chunk))?.[1]
      if (port !== undefined) resolve(Number(port))
    })
  })
}

function memoryOf(pid: number | undefined): number | undefined {
  try {
    const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024
  } catch {
    return undefined
  }
}
