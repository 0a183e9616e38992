import { readFileSync } from 'node:fs'
import { contractVersion } from '@lawang/schema/contract-version'
import type { MemberEntry } from '@lawang/schema/network'
import { CONTRACTS } from '@lawang/schema/tier'
import type { ReadRegistry } from '@lawang/trust/registry/read-registry'
import { peerTls } from '@lawang/trust/tls/peer'
import { setGlobalDispatcher } from 'undici'
import { type GatewayConfig, readConfig } from './config.ts'
import { readTrustedDocuments } from './documents/read-folder.ts'
import { fencedPlanner } from './fence/fenced-planner.ts'
import { loadSupergraph, type Supergraph } from './plan/supergraph.ts'
import { followGraph, type Graph } from './reload/graph-files.ts'
import { createServer } from './server.ts'
import { openMemberKeys } from './trust/member-keys.ts'
import { openIntroduction } from './trust/open-introduction.ts'
import { pinnedDispatcher } from './trust/pinned-fetch.ts'

/** How long clients may take for the last answers, that are there when every member has answered or failed. */
const PATIENCE_MS = 1_000

async function start(config: GatewayConfig): Promise<void> {
  const graph: Graph = {
    supergraph: readSupergraph(readText('supergraph', config.supergraphFile)),
    members: config.membersFile === undefined ? undefined : readMembers(config.membersFile, config.trust.readRegistry),
  }
  checkReachable(graph)
  const readLater = (text: string) => config.trust.readRegistry(text).members
  const files = { ...config, readSupergraph, readMembers: readLater, check: checkReachable }
  const network = openMemberKeys(config)
  const peer = network && peerTls(config.trust.tls, network)
  if (peer && network) setGlobalDispatcher(pinnedDispatcher(peer, network))
  const server = await createServer({
    ...config,
    ...graph,
    contractVersion: ownContractVersion(),
    documents: documentsOf(config),
    introduce: openIntroduction(config, network),
    peer,
    changes: (listener) => followGraph(graph, files, listener),
  })
  await server.listen({ host: config.host, port: config.port })
  // the planner's process starts with its first operation: this one nobody waits for
  graph.supergraph.planner.plan('{ __typename }').catch(() => {})
  const { securityFeatures } = graph.supergraph
  if (securityFeatures.length > 0) {
    server.log.warn({ securityFeatures }, 'The gateway leaves it to the subgraphs to guard fields that these mark')
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => server.server.closeAllConnections(), config.memberTimeoutMs + PATIENCE_MS).unref()
      void server.close().then(() => process.exit(0))
    })
  }
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  console.log(`Gateway ready at http://${config.host}:${port}/graphql`)
}

function documentsOf({ trustedDocumentsFolder: folder, onlyTrusted }: GatewayConfig) {
  return { trusted: folder === undefined ? [] : readTrustedDocuments(folder), onlyTrusted }
}

function readSupergraph(text: string): Supergraph {
  return loadSupergraph(text, fencedPlanner)
}

/** Members name the version of their contracts; where it is this one, they serve all that the graph asks for. */
function ownContractVersion(): string {
  return contractVersion((name) =>
    readFileSync(new URL(import.meta.resolve(`@lawang/schema/contracts/${name}`)), 'utf8'),
  )
}

function readText(what: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Error(`The ${what} cannot be read: ${file}.`)
  }
}

function readMembers(file: string, read: ReadRegistry): readonly MemberEntry[] {
  const text = readText('registry of members', file)
  try {
    return read(text).members
  } catch (error) {
    throw new Error(`${file} cannot be used: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

function checkReachable({ supergraph, members }: Graph): void {
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
