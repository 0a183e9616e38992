import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const CACHE = join(tmpdir(), 'lawang-nats-server')

/** A nats-server of a test's own, which can be killed and started again on its port. */
export interface NatsServer {
  readonly url: string
  start(): Promise<void>
  kill(): Promise<void>
  close(): Promise<void>
}

/**
 * Where a nats-server is: in PATH, else taken out of Debian's package, which needs no rights. Undefined where neither is
 * to be had: tests then say so and are left out.
 */
export async function findNatsServer(): Promise<string | undefined> {
  const installed = await run('nats-server', ['--version']).catch(() => undefined)
  if (installed) return 'nats-server'
  const kept = join(CACHE, 'usr/sbin/nats-server')
  if (await exists(kept)) return kept
  return (await fetchPackage().catch(() => false)) && (await exists(kept)) ? kept : undefined
}

async function fetchPackage(): Promise<boolean> {
  await mkdir(tmpdir(), { recursive: true })
  const folder = await mkdtemp(`${CACHE}-`)
  try {
    await run('apt-get', ['download', 'nats-server'], { cwd: folder, timeout: 60_000 })
    const found = (await readdir(folder)).find((name) => name.endsWith('.deb'))
    if (found === undefined) return false
    await run('dpkg', ['-x', found, 'out'], { cwd: folder })
    // whoever unpacks at the same moment has put the same there
    await rename(join(folder, 'out'), CACHE).catch(() => {})
    return true
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** On a free port, with JetStream; not started yet. */
export async function natsServer(program: string): Promise<NatsServer> {
  const port = await freePort()
  const store = await mkdtemp(join(tmpdir(), 'lawang-nats-'))
  let child: ChildProcess | undefined
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return {
    url: `nats://127.0.0.1:${port}`,
    async start() {
      child = spawn(program, ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', store], { stdio: 'ignore' })
      while (!(await answers(port))) {
        if (child.exitCode !== null) throw new Error(`nats-server ended with ${child.exitCode}`)
      }
    },
    kill,
    async close() {
      await kill()
      await rm(store, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port is free')
  return address.port
}

/** Whether somebody speaks at a port: NATS does at once. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const settle = (answered: boolean) => {
      socket.destroy()
      resolve(answered)
    }
    socket.once('data', () => settle(true))
    socket.once('error', () => setTimeout(settle, 20, false))
  })
}
