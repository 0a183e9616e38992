import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Network, type NetworkOptions, startNetwork } from '@lawang/scripts/network'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { onFreePorts } from './on-free-ports.ts'
import { preparedDatabases } from './prepared-databases.ts'

/** What tests need to know of the network that runs for them. */
export interface RunningNetwork {
  /** Base URLs, without a path. */
  readonly gateway: string
  readonly members: Readonly<Record<string, string>>
  readonly databases: Readonly<Record<string, string>>
  readonly dataFolder: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    network: RunningNetwork
  }
}

/** Starts the whole network once for every file of this folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = await startTestNetwork()
  project.provide('network', started.description)
  return started.stop
}

export interface TestNetwork {
  readonly network: Network
  readonly description: RunningNetwork
  /** Stops it and drops what it stored. */
  stop(): Promise<void>
}

/** The whole network on free ports, with a data folder and databases of its own. */
export async function startTestNetwork(options: Partial<NetworkOptions> = {}): Promise<TestNetwork> {
  const server = process.env.LAWANG_TEST_DATABASE_URL
  if (!server)
    throw new Error('LAWANG_TEST_DATABASE_URL is not set: run the tests by npm test, which starts a PostgreSQL.')
  const dataFolder = await mkdtemp(join(tmpdir(), 'lawang-operations-'))
  const prefix = `operations_${process.pid}_${Date.now().toString(36)}_`
  const databases = options.databases ?? { byMember: await preparedDatabases(server, prefix) }
  const network = await onFreePorts(() => startNetwork({ dataFolder, gatewayPort: 0, ...options, databases }))
  const urls = [...network.members].map(([name, { url }]) => [name, url] as const)
  return {
    network,
    description: {
      gateway: network.gateway.url,
      members: Object.fromEntries(urls),
      databases: Object.fromEntries(network.databases),
      dataFolder,
    },
    stop: async () => {
      await network.stop()
      await dropDatabases(server, network.databases.values())
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

async function dropDatabases(server: string, urls: Iterable<string>): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  for (const url of urls) {
    const name = new URL(url).pathname.slice(1)
    await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`)
  }
  await client.end()
}
