import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Place } from './place.ts'

/** A running `postgres`. */
export interface Postmaster {
  /** Settles when it has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** Fast shutdown: open transactions are rolled back, the files are left clean. */
  stop(): Promise<void>
}

/**
 * The server is its own session, so that Ctrl-C at the terminal does not reach it before those who use it. In exchange a
 * watcher beside it waits for the end of a pipe that we hold: whichever way we end, the server gets its fast shutdown.
 */
const WATCHED = '(read _; kill -INT $$) <&3 2>/dev/null & exec "$0" "$@" 3<&-'

const STOP_MS = 15_000

/** Starts the server; `settings` are `name=value` of postgresql.conf. Its log is `<settings>/log`. */
export function startPostmaster(place: Place, settings: readonly string[]): Postmaster {
  const log = openSync(join(place.settings, 'log'), 'a', 0o600)
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      WATCHED,
      join(place.binaries.native, 'bin/postgres'),
      '-D',
      place.cluster,
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    { cwd: '/', detached: true, stdio: ['ignore', log, log, 'pipe'], env: { PATH: process.env.PATH }, ...place.user },
  )
  closeSync(log)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return { ended, stop: () => stop(child, ended) }
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGINT')
  const patience = setTimeout(() => child.kill('SIGQUIT'), STOP_MS)
  await ended
  clearTimeout(patience)
  child.stdio[3]?.destroy()
}

/**
 * Clears what a launcher that was killed left behind: stops a server that still runs on this cluster, and removes the
 * locks of one that does not, even when its process number belongs to another program by now. What a server without a
 * network holds is left to it.
 */
export async function clearLeftovers({ cluster }: Place): Promise<void> {
  const lock = join(cluster, 'postmaster.pid')
  const pid = readPid(lock)
  if (pid === undefined) return
  const deadline = Date.now() + STOP_MS
  while (runsOn(pid, cluster)) {
    process.kill(pid, Date.now() < deadline ? 'SIGINT' : 'SIGQUIT')
    await delay(100)
  }
  for (const left of [lock, ...socketsIn(cluster)]) rmSync(left, { force: true })
}

/** The sockets that a killed server left, each with its lock. */
function socketsIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { withFileTypes: true }).filter((file) => !file.isDirectory())
  return files.flatMap(({ name }) => (name.startsWith('.s.PGSQL.') ? [join(folder, name)] : []))
}

function readPid(lock: string): number | undefined {
  if (!existsSync(lock)) return undefined
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 1 ? pid : undefined
}

function runsOn(pid: number, cluster: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster)
  } catch {
    return false
  }
}
