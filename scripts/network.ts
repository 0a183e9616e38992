import { accessSync, constants, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { loadReference } from '@lawang/member/reference/load'
import { choosePorts, type PortWishes } from './network/addresses.ts'
import { ensureCredentials } from './network/credentials.ts'
import { lockDataFolder } from './network/data-lock.ts'
import { type DatabaseOptions, openDatabases } from './network/databases.ts'
import { planIssuer } from './network/issuer-plan.ts'
import { developmentMembers, HUB_MEMBER } from './network/members.ts'
import { ensureServerKeys } from './network/server-keys.ts'
import { type Checks, planServers } from './network/server-plans.ts'
import { type ServerProcess, serverProcess } from './network/server-process.ts'

export interface NetworkOptions extends PortWishes {
  /** Keys, registry, logs and, unless `databases` says otherwise, the embedded PostgreSQL. Made when missing. */
  readonly dataFolder: string
  readonly databases?: DatabaseOptions
  /** The address that the gateway listens on, the loopback address unless told otherwise; `0.0.0.0` for all. */
  readonly gatewayHost?: string
  /** Where the development issuer may send browsers back to, beside GraphiQL. */
  readonly signInRedirects?: readonly string[]
  /** The URL by which a member reaches the hub, where it is not the hub's own: a proxy of a test's. */
  readonly hubRoute?: (member: string, hubUrl: string) => string
  /** The URL by which the gateway reaches a member, where it is not the member's own: a proxy of a test's. */
  readonly memberRoute?: (member: string, url: string) => string
  /**
   * For measuring what checks cost: `ALL` limits rates too, which a development network does not; `NONE` signs nothing, and
   * asks for no decrees. As a development network has them unless said.
   */
  readonly checks?: Checks
  /** Whether servers speak TLS with each other, each by a certificate of its own key; people's lines to the gateway stay plain. */
  readonly tls?: boolean
  /** Settings of every server beside those of a development network, by their names: for tests of limits. */
  readonly settings?: Readonly<Record<string, string>>
  /** Gets one line for each step that is done. */
  readonly onProgress?: (line: string) => void
  /** Ends a start that is under way; `startNetwork` then rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** The whole network as separate processes: the members, each with its database, and the gateway before them. */
export interface Network {
  readonly gateway: ServerProcess
  /** The development issuer; undefined where `issuerPort` is. */
  readonly issuer: ServerProcess | undefined
  /** By name: `national` (the hub is in it), `provincial`, `regency`, `kutai-timur`. */
  readonly members: ReadonlyMap<string, ServerProcess>
  /** Each member's database, by the member's name. The URLs hold passwords. */
  readonly databases: ReadonlyMap<string, string>
  /** Where the embedded PostgreSQL keeps its files; undefined when another server is used. */
  readonly databaseFolder: string | undefined
  /** Settles with one sentence when a part ends; before `stop()`, one that was not told to. The others still run then. */
  readonly failure: Promise<string>
  /** Stops gateway, members and database, in this order; may be called twice. */
  stop(): Promise<void>
}

/**
 * Starts the network and waits until every part is ready. When one is not, everything is stopped again, and the error
 * is one sentence for people.
 */
export async function startNetwork(options: NetworkOptions): Promise<Network> {
  await using started = new AsyncDisposableStack()
  const say = options.onProgress ?? (() => undefined)
  const dataFolder = openFolder(options.dataFolder)
  started.use(lockDataFolder(dataFolder))
  clearLogs(dataFolder)
  const plans = developmentMembers(regenciesUnder())
  const names = plans.map(({ name }) => name)
  const ports = await choosePorts(names, options)
  const credentials = await ensureCredentials(dataFolder, names, new Date())
  const keys = ensureServerKeys(dataFolder, names, new Date())
  options.signal?.throwIfAborted()

  const databases = await openDatabases(dataFolder, names, options.databases ?? {})
  started.defer(databases.stop)
  say(databases.folder === undefined ? 'Databases are reachable' : 'PostgreSQL is running')

  const { promise: failure, resolve: fail } = Promise.withResolvers<string>()
  const { gatewayHost, hubRoute, memberRoute, checks, settings, tls = false } = options
  const jwks = credentials.get(HUB_MEMBER)?.jwks ?? ''
  const planned =
    ports.issuer === undefined
      ? undefined
      : planIssuer({
          ...{ dataFolder, jwks, port: ports.issuer, gatewayPort: ports.gateway },
          redirects: options.signInRedirects ?? [],
        })
  const servers = planServers({
    ...{ dataFolder, plans, ports, credentials, keys, databases, issuer: planned },
    ...{ gatewayHost, hubRoute, memberRoute, checks, settings, tls },
  })
  const members = servers.members.map((plan) => serverProcess(plan, fail))
  const gateway = serverProcess(servers.gateway, fail)
  const issuer = planned && serverProcess(planned.plan, fail)
  const stopServers = once(async () => {
    await Promise.all([gateway.kill(), issuer?.kill()])
    await Promise.all(members.map((member) => member.kill()))
  })
  started.defer(stopServers)
  databases.ended.then(() => fail(`PostgreSQL ended: see ${join(dataFolder, 'postgres/log')}`))

  await startAll({
    servers: [...members, gateway, ...(issuer ? [issuer] : [])],
    say,
    failure,
    stopServers,
    signal: options.signal,
  })
  const parts = started.move()
  return {
    gateway,
    issuer,
    members: new Map(members.map((member) => [member.name, member])),
    databases: databases.urls,
    databaseFolder: databases.folder,
    failure,
    stop: once(() => parts.disposeAsync()),
  }
}

interface Start {
  readonly servers: readonly ServerProcess[]
  readonly say: (line: string) => void
  readonly failure: Promise<string>
  readonly stopServers: () => Promise<void>
  readonly signal: AbortSignal | undefined
}

/** All at once: the gateway waits for nobody, it says that it is ready when every member is. */
async function startAll({ servers, say, failure, stopServers, signal }: Start): Promise<void> {
  const startOne = async (server: ServerProcess) => {
    await server.start()
    say(`${server.name} is ready at ${server.url}`)
  }
  const all = Promise.all(servers.map(startOne))
  const broken = failure.then((sentence) => {
    throw new Error(sentence)
  })
  const aborted = new Promise<never>((_, reject) => {
    signal?.throwIfAborted()
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  try {
    await Promise.race([all, broken, aborted])
  } catch (error) {
    await stopServers()
    await all.catch(() => undefined)
    throw error
  }
}

function openFolder(folder: string): string {
  const path = resolve(folder)
  try {
    mkdirSync(path, { recursive: true })
    accessSync(path, constants.W_OK)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`The data folder ${path} cannot be written (${reason}). Choose another with LAWANG_DATA.`)
  }
  return path
}

/** The logs are of this run; everything else in the folder stays from one run to the next. */
function clearLogs(dataFolder: string): void {
  const logs = join(dataFolder, 'logs')
  rmSync(logs, { recursive: true, force: true })
  mkdirSync(logs)
}

function regenciesUnder(): (province: string) => readonly string[] {
  const { regions } = loadReference()
  return (province) => regions.under(province).map(({ code }) => code)
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= action()
    return done
  }
}
