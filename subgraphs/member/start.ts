import type { Agent } from 'node:https'
import { hubSeal } from '@lawang/trust/http/exchange-seal'
import { createObjectProofs, NO_PROOFS, type ObjectProofs } from '@lawang/trust/objects/object-proofs'
import type { FollowedRegistry } from '@lawang/trust/registry/followed-registry'
import { peerTls } from '@lawang/trust/tls/peer'
import { pinnedLines } from '@lawang/trust/tls/server-line'
import { openTrustedIssuers } from '@lawang/trust/tokens/open-issuers'
import type { FastifyInstance } from 'fastify'
import { createTokenVerifier, type TokenVerifier } from './access/tokens.ts'
import { openMember } from './assemble.ts'
import { addAttachmentRoutes } from './attachments/routes.ts'
import { addWitnessRoutes } from './audit/witness-routes.ts'
import type { MemberConfig } from './config.ts'
import { servedContractVersion, serviceText } from './contracts.ts'
import { createHttpHub } from './exchange/http-hub.ts'
import { linesToHub } from './exchange/hub-lines.ts'
import type { HubPort } from './exchange/hub-port.ts'
import { buildMemberSchema } from './graph/build-schema.ts'
import type { GraphModule } from './graph/builder.ts'
import { startClockJobs } from './jobs/clock-jobs.ts'
import { openLimits } from './limits/open-limits.ts'
import { openNatsNudges } from './nudge/nats-nudges.ts'
import { nudgedHub } from './nudge/nudged-hub.ts'
import { createTracing, type Tracing } from './observe/tracing.ts'
import type { Feed, MemberServices } from './ports.ts'
import { createServer } from './server.ts'
import { ConfigError } from './settings/setting.ts'
import type { MemberTier } from './tier.ts'
import { openDoorkeeper } from './trust/doorkeeper.ts'
import { createCallers } from './trust/known-callers.ts'
import { openRegistry } from './trust/open-registry.ts'

/** What a member may have beyond its tier's modules: the national one brings the hub, a province what it asks the nation. */
export interface Extension {
  readonly modules: readonly GraphModule[]
  /** The hub that this member dials, in place of the one at LAWANG_HUB_URL. */
  readonly hub?: HubPort
  /** Takes the place of the feed of the member's own doors. */
  readonly feed?: Feed
  readonly addRoutes: (app: FastifyInstance) => void | Promise<void>
  readonly isReady: () => Promise<boolean>
  /** Told when a member was found to keep two histories. */
  readonly onFork?: () => void
  close(): Promise<void>
}

/** Opens an extension once the member's own services are open. */
export type OpenExtension = (member: {
  readonly config: MemberConfig
  readonly services: MemberServices
  readonly tokens: TokenVerifier
  readonly network: FollowedRegistry
  readonly tracing: Tracing | undefined
  readonly proofs: ObjectProofs
  /** Opens lines to the hub that are its own for certain; undefined where the platform opens them. */
  readonly toHub: Agent | undefined
}) => Promise<Extension>

export interface RunningMember {
  /** Base, without a path. */
  readonly url: string
  /** Stops in order: the exchange, the requests under way, the hub where it is, the database. */
  close(): Promise<void>
}

/** Starts a member: resolves once it is ready to answer. Whatever was opened is closed again when it cannot start. */
export async function startMember(
  { tier, modules }: MemberTier,
  config: MemberConfig,
  openExtension?: OpenExtension,
): Promise<RunningMember> {
  await using opened = new AsyncDisposableStack()
  const tokens = readTokens(config)
  const network = openRegistry(config)
  opened.defer(async () => network.close())
  const proofs = proofsOf(config, network)
  const tracing = openTracing(config)
  if (tracing) opened.defer(() => tracing.close())
  const member = await openMember({ ...config, contractVersion: servedContractVersion(), proofs, tracing })
  opened.defer(() => member.close())
  const { services: own } = member
  const peer = peerTls(config.trust.tls, network)
  const toHub = config.hubUrl === undefined ? undefined : linesToHub(config.hubUrl, network, peer)
  const extension = await openExtension?.({ config, services: own, tokens, network, proofs, tracing, toHub })
  if (extension) opened.defer(() => extension.close())

  const report = (sentence: string) => console.error(JSON.stringify({ level: 'error', msg: sentence }))
  const audit = await member.keepAudit({
    party: { name: config.name, network, peer, ...(config.trust.key && { key: config.trust.key }) },
    ...{ headsEvery: config.auditHeadsEvery, report },
    onFork: ({ one, reason }) => {
      report(`${one.member} has signed two histories of its audit log (${reason}): both heads are kept`)
      extension?.onFork?.()
    },
  })
  opened.defer(() => audit.stop())
  const services = extension?.feed ? { ...member.services, feed: extension.feed } : member.services
  const app = await createServer({
    schema: buildMemberSchema([...modules, ...(extension?.modules ?? [])], serviceText(tier)),
    services,
    callers: createCallers({
      name: config.name,
      keys: () => network.keys(),
      key: config.trust.key,
      lineFault: peer && pinnedLines(peer),
      tokens,
      now: () => Date.now(),
    }),
    entrance: config.entrance,
    limit: openLimits(config.entrance, Date.now),
    identity: { name: config.name, tier, contract: servedContractVersion() },
    isReady: async () => (await member.isReady()) && ((await extension?.isReady()) ?? true),
    now: () => new Date(),
    logLevel: config.logLevel,
    tracing,
    refused: audit.refused,
    peer,
  })
  await addAttachmentRoutes(app, services.attachments)
  const doorkeeper = openDoorkeeper(config, network)
  if (audit.witness && doorkeeper) await addWitnessRoutes(app, audit.witness, doorkeeper)
  await extension?.addRoutes(app)
  opened.defer(() => app.close())
  const url = await listen(app, config)

  const nudges =
    extension?.hub === undefined && config.natsUrl !== undefined ? openNatsNudges({ url: config.natsUrl }) : undefined
  if (nudges) opened.defer(() => nudges.close())
  const hub = extension?.hub ?? hubElsewhere(config, network, tracing, toHub)
  const exchange = member.startExchange(nudges ? nudgedHub(hub, nudges) : hub)
  opened.defer(() => exchange.stop())
  const jobs = startClockJobs({ databaseUrl: config.databaseUrl, tick: () => member.tickClocks(), report })
  opened.defer(() => jobs.stop())
  const parts = opened.move()
  return { url, close: () => parts.disposeAsync() }
}

/** Undefined where no collector is named. */
export function openTracing({ name, traces }: Pick<MemberConfig, 'name' | 'traces'>): Tracing | undefined {
  return traces === undefined ? undefined : createTracing(traces, name)
}

/** A network is signed when its operator signs the registry. */
function proofsOf({ trust: { key, unsignedUntil } }: MemberConfig, network: FollowedRegistry): ObjectProofs {
  if (!key || network.registry().sequence === 0) return NO_PROOFS
  return createObjectProofs({ key, keys: () => network.keys(), unsignedUntil })
}

/** The issuers whose tokens the settings take. Throws `ConfigError`. */
export function readTokens({
  mode,
  issuersPath,
  jwksPath,
}: Pick<MemberConfig, 'mode' | 'issuersPath' | 'jwksPath'>): TokenVerifier {
  try {
    const issuers = openTrustedIssuers({ issuersPath, jwksPath, isProduction: mode === 'production' })
    return createTokenVerifier({ issuers })
  } catch (cause) {
    throw new ConfigError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function hubElsewhere(
  { hubUrl, exchangeToken, trust: { key } }: MemberConfig,
  network: FollowedRegistry,
  tracing: Tracing | undefined,
  agent: Agent | undefined,
): HubPort {
  if (hubUrl === undefined) throw new ConfigError('LAWANG_HUB_URL is not set, and this server is not the hub.')
  const isSigned = key && network.registry().sequence > 0
  const seal = isSigned
    ? hubSeal(
        key,
        () => network.keys(),
        () => Date.now(),
      )
    : undefined
  return createHttpHub({ url: hubUrl, token: exchangeToken, seal, agent, traceparent: () => tracing?.traceparent() })
}

/** Listens, and says where. Throws `ConfigError` when the port cannot be had. */
export async function listen(
  app: FastifyInstance,
  { host, port }: Pick<MemberConfig, 'host' | 'port'>,
): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE')
      throw new ConfigError(`Port ${port} is in use by another program: set PORT to a free one.`)
    if (code === 'EACCES')
      throw new ConfigError(`Port ${port} may not be used by this user: set PORT to one above 1023.`)
    if (code === 'EADDRNOTAVAIL') throw new ConfigError(`HOST is ${host}, which is no address of this machine.`)
    throw error
  }
}
