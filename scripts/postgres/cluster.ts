import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { findFreePort, isPortFree } from '../network/ports.ts'
import { type Place, preparePlace } from './place.ts'
import { clearLeftovers, type Postmaster, startPostmaster } from './postmaster.ts'

/** A running embedded PostgreSQL. */
export interface Cluster {
  /**
   * Of its superuser, for the database `postgres`; with the password in it: never print it. By the cluster's own socket where
   * there can be one, which takes a tenth less of the server's time than its port. That is open on 127.0.0.1 too.
   */
  readonly url: string
  /** Where the database's files are. */
  readonly folder: string
  /** Settles when the server ends, for whatever reason. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

export interface ClusterOptions {
  readonly dataFolder: string
  /** False gives up safety against power failure for speed: for tests only. */
  readonly durable?: boolean
  /** Further `name=value` of postgresql.conf. */
  readonly settings?: readonly string[]
}

const READY_MS = 60_000
const MAX_CONNECTIONS = 300

/** Starts the PostgreSQL of a data folder, made at the first start. Throws one sentence when it cannot. */
export async function startCluster({ dataFolder, durable = true, settings = [] }: ClusterOptions): Promise<Cluster> {
  const place = preparePlace(dataFolder)
  if (!existsSync(place.cluster)) await initialise(place)
  await clearLeftovers(place)
  const port = await choosePort(place.settings)
  const begin = (socket: string | undefined) => startOn(place, { port, socket, durable, settings })
  const socket = socketFolder(place.cluster, port)
  try {
    return await begin(socket)
  } catch (error) {
    // Some file systems have no sockets.
    const isOfSockets = error instanceof Error && /Unix[- ](domain )?socket/.test(error.message)
    if (socket === undefined || !isOfSockets) throw error
    return begin(undefined)
  }
}

interface Start extends Required<Pick<ClusterOptions, 'durable' | 'settings'>> {
  readonly port: number
  readonly socket: string | undefined
}

async function startOn(place: Place, { port, socket, durable, settings }: Start): Promise<Cluster> {
  const postmaster = startPostmaster(place, [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${socket ?? ''}`,
    `max_connections=${MAX_CONNECTIONS}`,
    'timezone=UTC',
    'log_timezone=UTC',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
    ...settings,
  ])
  const password = readFileSync(join(place.settings, 'password'), 'utf8').trim()
  const host = socket === undefined ? '127.0.0.1' : encodeURIComponent(socket)
  const url = `postgres://postgres:${password}@${host}:${port}/postgres`
  await untilReady(url, postmaster, place)
  return { url, folder: place.cluster, ended: postmaster.ended, stop: postmaster.stop }
}

/** What the name of a socket has room for on every system that has sockets, in bytes. */
const LONGEST_SOCKET = 100

/**
 * The cluster's own folder, which nobody else may enter; undefined where a socket's name would be too long or would have to be
 * quoted, where we may not enter it ourselves, and on Windows.
 */
function socketFolder(cluster: string, port: number): string | undefined {
  const isPossible = process.platform !== 'win32' && Buffer.byteLength(`${cluster}/.s.PGSQL.${port}`) <= LONGEST_SOCKET
  return isPossible && /^[\w./-]+$/.test(cluster) && mayEnter(cluster) ? cluster : undefined
}

function mayEnter(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Built beside its place and renamed: an interrupted first start leaves nothing that looks like a database. */
async function initialise({ binaries, user, cluster, settings }: Place): Promise<void> {
  const draft = `${cluster}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  const password = randomBytes(24).toString('hex')
  writeFileSync(join(settings, 'password'), `${password}\n`, { mode: 0o600 })
  // initdb runs as the server's user, who may not enter our folder: it gets a copy of the password in its own.
  const passwordFile = `${cluster}.password`
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user !== undefined) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid)
  try {
    await promisify(execFile)(
      join(binaries.native, 'bin/initdb'),
      [
        ['-D', draft, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
        ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ].flat(),
      { cwd: '/', env: { PATH: process.env.PATH }, ...user },
    )
  } catch (error) {
    throw new Error(`PostgreSQL's files could not be made in ${dirname(cluster)}: ${firstLine(error)}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(draft, cluster)
}

function firstLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) || error.message : String(error)
  return text.split('\n').find((line) => line.includes('rror')) ?? text.trim()
}

/** The port of the last start while it is free: a URL that somebody noted stays true. */
async function choosePort(settings: string): Promise<number> {
  const file = join(settings, 'port')
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  if (last > 0 && (await isPortFree(last))) return last
  const port = await findFreePort()
  writeFileSync(file, `${port}\n`)
  return port
}

async function untilReady(url: string, postmaster: Postmaster, place: Place): Promise<void> {
  let ended = false
  postmaster.ended.then(() => {
    ended = true
  })
  const deadline = Date.now() + READY_MS
  while (!(await accepts(url))) {
    if (ended) throw new Error(`PostgreSQL did not start: ${lastWords(place)}`)
    if (Date.now() > deadline) {
      await postmaster.stop()
      throw new Error(`PostgreSQL was not ready after ${READY_MS / 1000} s: see ${join(place.settings, 'log')}.`)
    }
    await delay(30)
  }
}

async function accepts(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

function lastWords({ settings }: Place): string {
  const log = join(settings, 'log')
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  const said = lines.findLast((line) => /FATAL|PANIC|ERROR|rror:|not found/.test(line)) ?? lines.at(-1)
  return `${said?.replace(/^.*?(FATAL|PANIC|ERROR): */, '')} (${log})`
}
