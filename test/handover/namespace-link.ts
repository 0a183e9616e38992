import { type ChildProcess, type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { type Cut, type Link, openLink } from './link.ts'

const RELAY = fileURLToPath(new URL('./relay.mjs', import.meta.url))
/** Where `ip` and `tc` are, which not everybody's path leads to. */
const WITH_TOOLS = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` }
/** Drops every packet that is longer than a byte: a queue that each kernel has. */
const LOSS = ['root', 'bfifo', 'limit', '1']
/** Of the addresses for tests of networks (RFC 2544), four for each line. */
const NETWORKS = 2 ** 15

/**
 * A line through a network namespace of its own, where the kernel loses the packets: what was sent is sent again by both sides' TCP,
 * and arrives when the line is whole again. Needs root, and `ip` and `tc`; throws where the machine does not allow it.
 */
export async function openNamespaceLink(): Promise<Link> {
  await using opened = new AsyncDisposableStack()
  const cable = layCable()
  opened.defer(() => cable.remove())
  // where it comes out again, on this side of the file system
  const path = join(tmpdir(), `${cable.name}.sock`)
  rmSync(path, { force: true })
  const exit = await openLink(path)
  opened.defer(() => exit.close())
  const relay = spawn('ip', ['netns', 'exec', cable.name, process.execPath, RELAY, cable.inner, path], {
    ...{ stdio: ['pipe', 'pipe', 'inherit'], env: WITH_TOOLS },
  })
  opened.defer(() => ended(relay))
  const port = await portOf(relay)
  const parts = opened.move()
  return {
    url: `http://${cable.inner}:${port}`,
    lead: exit.lead,
    cut(cut) {
      cable.lose('QUESTIONS', cut !== 'ANSWERS')
      cable.lose('ANSWERS', cut !== 'QUESTIONS')
    },
    heal() {
      cable.lose('QUESTIONS', false)
      cable.lose('ANSWERS', false)
    },
    close: () => parts.disposeAsync(),
  }
}

/** What a relay says when it listens; throws when it ends instead. */
async function portOf(relay: ChildProcessByStdio<Writable, Readable, null>): Promise<number> {
  const failed = once(relay, 'exit').then(([code]) => {
    throw new Error(`The relay in the namespace ended (exit ${code})`)
  })
  const [said] = await Promise.race([once(relay.stdout, 'data'), failed])
  return Number(String(said))
}

/** A machine that allows namespaces carries a word through one within this time, in milliseconds. */
const CARRIED_WITHIN = 3_000

/** Whether a line through a namespace can be made, and carries what is said: nobody but root may, and not on every machine. */
export async function allowsNamespaces(): Promise<boolean> {
  const echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket))
  try {
    await using opened = new AsyncDisposableStack()
    echo.listen(0, '127.0.0.1')
    opened.defer(() => void echo.close())
    await once(echo, 'listening')
    const link = await openNamespaceLink()
    opened.defer(() => link.close())
    link.lead(`http://127.0.0.1:${(echo.address() as AddressInfo).port}`)
    const { hostname, port } = new URL(link.url)
    const asking = connect(Number(port), hostname)
    opened.defer(() => void asking.destroy())
    asking.write('word')
    const [heard] = await once(asking, 'data', { signal: AbortSignal.timeout(CARRIED_WITHIN) })
    return String(heard) === 'word'
  } catch {
    return false
  }
}

/** Two ends of one cable: the outer one here, the inner one in a namespace. */
interface Cable {
  /** The namespace's. */
  readonly name: string
  /** The inner end's address. */
  readonly inner: string
  /** Whether what goes this way is lost from now on. */
  lose(way: Exclude<Cut, 'BOTH'>, isLost: boolean): void
  remove(): void
}

function layCable(): Cable {
  const place = randomInt(NETWORKS)
  const name = `lawang-${place}`
  const [outside, inside] = [`lw${place}o`, `lw${place}i`]
  const network = `198.${18 + (place >> 14)}.${(place >> 6) & 255}.`
  const addressOf = (end: number) => `${network}${((place & 63) << 2) + end}`
  const within = ['netns', 'exec', name]
  const lost = new Set<Cut>()
  run('ip', 'netns', 'add', name)
  try {
    run('ip', 'link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', name)
    run('ip', 'address', 'add', `${addressOf(1)}/30`, 'dev', outside)
    run('ip', 'link', 'set', outside, 'up')
    run('ip', ...within, 'ip', 'address', 'add', `${addressOf(2)}/30`, 'dev', inside)
    run('ip', ...within, 'ip', 'link', 'set', inside, 'up')
  } catch (error) {
    run('ip', 'netns', 'delete', name)
    throw error
  }
  return {
    name,
    inner: addressOf(2),
    lose(way, isLost) {
      if (lost.has(way) === isLost) return
      const queue = (end: string) => ['qdisc', isLost ? 'replace' : 'delete', 'dev', end, ...(isLost ? LOSS : ['root'])]
      if (way === 'QUESTIONS') run('tc', ...queue(outside))
      else run('ip', ...within, 'tc', ...queue(inside))
      if (isLost) lost.add(way)
      else lost.delete(way)
    },
    // The cable goes with one of its ends.
    remove: () => run('ip', 'netns', 'delete', name),
  }
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: WITH_TOOLS })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
