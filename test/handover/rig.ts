import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { type Network, startNetwork } from '@lawang/scripts/network'
import { HUB_MEMBER, MEMBER_NAMES } from '@lawang/scripts/network/members'
import type { ServerProcess } from '@lawang/scripts/network/server-process'
import { type Cluster, startCluster } from '@lawang/scripts/postgres/cluster'
import { onFreePorts } from '../operations/on-free-ports.ts'
import { type Link, openLink } from './link.ts'
import { openNamespaceLink } from './namespace-link.ts'
import { createOutages, type Outages } from './outages.ts'

/** A process that can be killed: the gateway, a member by its name (the hub is in `national`), or PostgreSQL. */
export type Part = string

export const GATEWAY: Part = 'gateway'
export const POSTGRES: Part = 'postgres'
export const HUB: Part = HUB_MEMBER

/** The whole network as real processes on a PostgreSQL of its own, to be killed, cut and restored. */
export interface Rig {
  readonly gatewayUrl: string
  readonly dataFolder: string
  readonly members: readonly string[]
  /** By member name. The URLs hold passwords, and stay true when PostgreSQL is started again. */
  readonly databases: ReadonlyMap<string, string>
  /** Of PostgreSQL's superuser, for the database `postgres`. */
  readonly serverUrl: string
  /** The lines of the network by name: from members elsewhere to the hub, from the gateway to all; none where they cannot be cut. */
  readonly links: ReadonlyMap<string, Link>
  readonly outages: Outages
  /** The clock of `outages`. */
  readonly clock: () => number
  /** Whether it is ready. */
  isUp(part: Part): boolean
  /** The processes that run now, by part. */
  pids(): ReadonlyMap<Part, number>
  /** Parts that have ended without having been told to. */
  fallen(): readonly Part[]
  /** SIGKILL, and waits for the end. */
  kill(part: Part): Promise<void>
  /** Starts it again and waits until it is ready; tries again while it cannot start because of another part. */
  start(part: Part): Promise<void>
  stop(): Promise<void>
}

/** Where the rig's own files are; gone with it. */
function makeDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lawang-handover-'))
  // As root the database runs as another user, who has to reach its files.
  chmodSync(folder, 0o755)
  return folder
}

/**
 * What the network's lines lead through, where they can be cut: a namespace for each, or this process; `NONE` where they lead from
 * server to server. A measurement does without: whoever measures would be a part of what is measured.
 */
export type Lines = 'NAMESPACES' | 'PROXIES' | 'NONE'

/** Starts everything and waits until it is ready. PostgreSQL is durable: what it committed survives its SIGKILL. */
export async function startRig(lines: Lines): Promise<Rig> {
  await using started = new AsyncDisposableStack()
  const dataFolder = makeDataFolder()
  started.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const postgres = await startPostgres(dataFolder)
  started.defer(() => postgres.stop())
  const links = new Map<string, Link>()
  const names = [
    ...MEMBER_NAMES.filter((member) => member !== HUB).map(lineToHub),
    ...MEMBER_NAMES.map(lineFromGateway),
  ]
  for (const name of lines === 'NONE' ? [] : names) {
    const link = await (lines === 'NAMESPACES' ? openNamespaceLink() : openLink())
    started.defer(() => link.close())
    links.set(name, link)
  }
  const network = await startNetworkSomewhere(dataFolder, postgres.url, links)
  started.defer(() => network.stop())
  const parts = started.move()
  return { ...describe(network, postgres), dataFolder, links, stop: () => parts.disposeAsync() }
}

/** By which a member reaches the hub. */
export function lineToHub(member: string): string {
  return `${member} to hub`
}

/** By which the gateway reaches a member. */
export function lineFromGateway(member: string): string {
  return `gateway to ${member}`
}

function through(link: Link | undefined, url: string): string {
  link?.lead(url)
  return link?.url ?? url
}

/** On ports that the system gives to nobody's outgoing connections: a server that comes back needs its own again. */
function startNetworkSomewhere(
  dataFolder: string,
  serverUrl: string,
  links: ReadonlyMap<string, Link>,
): Promise<Network> {
  return onFreePorts(() =>
    startNetwork({
      dataFolder,
      gatewayPort: 20_000 + Math.floor(Math.random() * 1_000) * 10,
      databases: { server: { url: serverUrl } },
      hubRoute: (member, url) => through(links.get(lineToHub(member)), url),
      memberRoute: (member, url) => through(links.get(lineFromGateway(member)), url),
    }),
  )
}

function describe(network: Network, postgres: Postgres): Omit<Rig, 'dataFolder' | 'links' | 'stop'> {
  const clock = () => performance.now()
  const outages = createOutages(clock)
  const server = (part: Part): ServerProcess => {
    const found = part === GATEWAY ? network.gateway : network.members.get(part)
    if (!found) throw new Error(`The network has no part ${part}`)
    return found
  }
  const down = new Set<Part>()
  const runs = (part: Part) => (part === POSTGRES ? postgres.isUp() : server(part).pid !== undefined)
  const fell = (part: Part) => {
    down.add(part)
    outages.begin(part)
  }
  const members = [...network.members.keys()]
  return {
    gatewayUrl: network.gateway.url,
    members,
    databases: network.databases,
    serverUrl: postgres.url,
    outages,
    clock,
    pids: () => {
      const servers = [GATEWAY, ...members].map((part) => [part, server(part).pid] as const)
      const all = [...servers, [POSTGRES, postgres.pid()] as const]
      return new Map(all.flatMap(([part, pid]) => (pid === undefined ? [] : [[part, pid]])))
    },
    isUp: (part) => runs(part) && !down.has(part),
    fallen: () => [GATEWAY, POSTGRES, ...members].filter((part) => !runs(part) && !down.has(part)),
    kill: async (part) => {
      fell(part)
      await (part === POSTGRES ? postgres.kill() : server(part).kill('SIGKILL'))
    },
    start: async (part) => {
      if (!down.has(part)) fell(part)
      await insist(() => (part === POSTGRES ? postgres.start() : server(part).start()))
      outages.end(part)
      down.delete(part)
    },
  }
}

const START_WITHIN_MS = 180_000

/** A member cannot start while PostgreSQL is down, nor PostgreSQL while its killed server's backends still end. */
async function insist(start: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + START_WITHIN_MS
  for (;;) {
    try {
      return await start()
    } catch (error) {
      if (performance.now() > deadline) throw error
      await delay(100)
    }
  }
}

interface Postgres {
  readonly url: string
  isUp(): boolean
  pid(): number | undefined
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

async function startPostgres(dataFolder: string): Promise<Postgres> {
  let cluster: Cluster | undefined = await startCluster({ dataFolder })
  const { url, folder } = cluster
  const readPid = () => Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])
  return {
    url,
    isUp: () => cluster !== undefined,
    pid: () => (cluster ? readPid() : undefined),
    kill: async () => {
      process.kill(readPid(), 'SIGKILL')
      await cluster?.ended
      cluster = undefined
    },
    start: async () => {
      cluster = await startCluster({ dataFolder })
    },
    stop: async () => cluster?.stop(),
  }
}
