import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startNetwork } from '@lawang/scripts/network'
import pg from 'pg'
import { startCollector } from './collector.ts'
import { dumpDatabase } from './dump-database.ts'
import { openRecordingProxy, type RecordingProxy } from './recording-proxy.ts'

/** The government's server at whose door the canary is planted. */
export const DOOR = 'kutai-timur'
const HUB = 'national'

/** A real network with a recording proxy in every line between two of its servers. */
export interface CanaryNetwork extends AsyncDisposable {
  readonly gatewayUrl: string
  /** The door's own server, without a proxy: what passes here is between it and its own people. */
  readonly doorUrl: string
  readonly dataFolder: string
  /** Everything that has left the door, and everything that others have, by where it was found. */
  surfaces(): Promise<ReadonlyMap<string, Buffer>>
}

export async function startCanaryNetwork(server: string): Promise<CanaryNetwork> {
  await using started = new AsyncDisposableStack()
  const dataFolder = mkdtempSync(join(tmpdir(), 'lawang-canary-'))
  started.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const collector = await startCollector()
  started.defer(() => collector.close())
  const names = ['national', 'provincial', 'regency', DOOR]
  const toMember = await openProxies(names, started)
  const toHub = await openProxies(
    names.filter((name) => name !== HUB),
    started,
  )
  const before = process.env.OTEL_EXPORTER_OTLP_ENDPOINT
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url
  const prefix = `canary_${process.pid}_${Date.now().toString(36)}_`
  const network = await startNetwork({
    ...{ dataFolder, gatewayPort: 0, databases: { server: { url: server, prefix } } },
    hubRoute: (member, url) => through(toHub, member, url),
    memberRoute: (member, url) => through(toMember, member, url),
  }).finally(() => {
    if (before === undefined) delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT
    else process.env.OTEL_EXPORTER_OTLP_ENDPOINT = before
  })
  started.defer(() => dropDatabases(server, network.databases.values()))
  started.defer(() => network.stop())
  const parts = started.move()
  return {
    gatewayUrl: network.gateway.url,
    doorUrl: network.members.get(DOOR)?.url ?? '',
    dataFolder,
    surfaces: async () =>
      new Map([
        ...recorded('gateway', toMember),
        ...recorded('exchange', toHub),
        ['traces', collector.received()],
        ...(await metrics(network)),
        ...logs(dataFolder),
        ...(await dumps(network.databases)),
      ]),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

type Proxies = ReadonlyMap<string, RecordingProxy>

async function openProxies(names: readonly string[], started: AsyncDisposableStack): Promise<Proxies> {
  const proxies = new Map<string, RecordingProxy>()
  for (const name of names) {
    const proxy = await openRecordingProxy()
    started.defer(() => proxy.close())
    proxies.set(name, proxy)
  }
  return proxies
}

function through(proxies: Proxies, member: string, url: string): string {
  const proxy = proxies.get(member)
  proxy?.lead(url)
  return proxy?.url ?? url
}

/** What the gateway sends to the door is the reporter's own filing; everything else on the lines is searched. */
function recorded(line: string, proxies: Proxies): readonly [string, Buffer][] {
  return [...proxies].flatMap(([member, proxy]): [string, Buffer][] => [
    ...(line === 'gateway' && member === DOOR ? [] : [[`${line} → ${member}`, proxy.sent()] as [string, Buffer]]),
    [`${line} ← ${member}`, proxy.answered()],
  ])
}

type Network = Awaited<ReturnType<typeof startNetwork>>

async function metrics(network: Network): Promise<readonly [string, Buffer][]> {
  const servers = [network.gateway, ...network.members.values()]
  return Promise.all(
    servers.map(async ({ url, name }): Promise<[string, Buffer]> => {
      const answers = await Promise.all(
        ['metrics', 'health'].map(async (path) => (await fetch(`${url}/${path}`)).text()),
      )
      return [`metrics of ${name}`, Buffer.from(answers.join('\n'))]
    }),
  )
}

function logs(dataFolder: string): readonly [string, Buffer][] {
  const folder = join(dataFolder, 'logs')
  return readdirSync(folder).map((file) => [`output ${file}`, readFileSync(join(folder, file))])
}

/** The door's own too: it is a dump without the key. */
function dumps(databases: ReadonlyMap<string, string>): Promise<readonly [string, Buffer][]> {
  return Promise.all(
    [...databases].map(
      async ([member, url]): Promise<[string, Buffer]> => [`dump of ${member}`, await dumpDatabase(url)],
    ),
  )
}

async function dropDatabases(server: string, urls: Iterable<string>): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  for (const url of urls) {
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(new URL(url).pathname.slice(1))} WITH (FORCE)`)
  }
  await client.end()
}
