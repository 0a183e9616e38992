import { readFileSync } from 'node:fs'
import type { MemberEntry } from '@lawang/schema/network'
import { parseRegistry } from '@lawang/schema/registry'
import { CONTRACTS } from '@lawang/schema/tier'
import { type GatewayConfig, readConfig } from './config.ts'
import { loadSupergraph, type Supergraph } from './plan/supergraph.ts'
import { createServer } from './server.ts'

/** How long calls that are under way may take once the gateway has been asked to stop. */
const PATIENCE_MS = 5_000

async function start(config: GatewayConfig): Promise<void> {
  const supergraph = loadSupergraph(readText('supergraph', config.supergraphFile))
  const members = config.membersFile === undefined ? undefined : readMembers(config.membersFile)
  checkReachable(supergraph, members)
  const server = await createServer({ ...config, supergraph, members })
  await server.listen({ host: config.host, port: config.port })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => server.server.closeAllConnections(), PATIENCE_MS).unref()
      void server.close().then(() => process.exit(0))
    })
  }
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  console.log(`Gateway ready at http://${config.host}:${port}/graphql`)
}

function readText(what: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Error(`The ${what} cannot be read: ${file}.`)
  }
}

function readMembers(file: string): readonly MemberEntry[] {
  const text = readText('registry of members', file)
  try {
    return parseRegistry(text)
  } catch (error) {
    throw new Error(`${file} cannot be used: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

function checkReachable(supergraph: Supergraph, members: readonly MemberEntry[] | undefined): void {
  for (const [name, url] of supergraph.subgraphs) {
    if (members) {
      if (CONTRACTS.some((contract) => contract === name)) continue
      throw new Error(
        `The supergraph's subgraph ${name} is none of the contracts that members serve: leave out --members.`,
      )
    }
    if (!/^https?:\/\//.test(url)) {
      throw new Error(`The supergraph gives ${name} no http url (${url}): name the members with --members FILE.`)
    }
  }
}

function sentenceOf(error: unknown, config: GatewayConfig | undefined): string {
  const fault = error instanceof Error ? error : new Error(String(error))
  if ('code' in fault && fault.code === 'EADDRINUSE') {
    return `Port ${config?.port} is in use: set PORT to a free one, or stop what uses it.`
  }
  return fault.message
}

let config: GatewayConfig | undefined
try {
  config = readConfig(process.argv.slice(2), process.env)
  await start(config)
} catch (error) {
  console.error(sentenceOf(error, config))
  process.exit(1)
}
