import { join } from 'node:path'
import { GATEWAY_NODE_FLAGS } from '@lawang/gateway/node-flags'
import type { MemberEntry } from '@lawang/schema/network'
import type { Ports } from './addresses.ts'
import type { Credentials } from './credentials.ts'
import type { Databases } from './databases.ts'
import type { PlannedIssuer } from './issuer-plan.ts'
import { HUB_MEMBER, type MemberPlan } from './members.ts'
import { GATEWAY_NAME, type ServerKeys } from './server-keys.ts'
import type { ServerPlan } from './server-process.ts'

/** What is decided before the servers start. */
export interface NetworkParts {
  readonly dataFolder: string
  readonly plans: readonly MemberPlan[]
  readonly ports: Ports
  readonly credentials: ReadonlyMap<string, Credentials>
  readonly keys: ServerKeys
  readonly databases: Databases
  /** The development issuer, where it is started. */
  readonly issuer: PlannedIssuer | undefined
  /** The address that the gateway listens on; members listen on the loopback address only. */
  readonly gatewayHost: string | undefined
  /** The URL by which a member reaches the hub; the hub's own unless told otherwise. */
  readonly hubRoute: ((member: string, hubUrl: string) => string) | undefined
  /** The URL by which the gateway reaches a member; the member's own unless told otherwise. */
  readonly memberRoute: ((member: string, url: string) => string) | undefined
  readonly checks: Checks | undefined
  /** Whether servers speak TLS with each other. */
  readonly tls: boolean
  /** Settings of every server beside these. */
  readonly settings: Readonly<Record<string, string>> | undefined
}

/** What is checked, where it is not what a development network checks. */
export type Checks = 'ALL' | 'NONE'

/** A rate that is counted and never reached. */
const UNREACHED_RATE = '1000000'

/** Writes the registry of members and says how each process is started. */
export function planServers(parts: NetworkParts): {
  readonly members: readonly ServerPlan[]
  readonly gateway: ServerPlan
} {
  const { dataFolder, plans, ports, credentials, keys, databases, issuer, gatewayHost, hubRoute, memberRoute } = parts
  const { checks, settings, tls } = parts
  const scheme = tls ? 'https' : 'http'
  const entries: readonly MemberEntry[] = plans.map((plan) => ({
    ...plan,
    url: `${scheme}://127.0.0.1:${ports.members.get(plan.name)}`,
  }))
  const routed = entries.map((entry) => ({ ...entry, url: memberRoute?.(entry.name, entry.url) ?? entry.url }))
  const registry = checks === 'NONE' ? keys.writePlainRegistry(routed) : keys.writeRegistry(routed)
  const signing = (server: string) => ({
    LAWANG_OPERATOR_KEYS: keys.operators,
    LAWANG_UNSIGNED_UNTIL: keys.signedSince,
    LAWANG_KEY: keys.keyFileOf(server),
    ...(tls && { LAWANG_TLS: 'on' }),
    ...issuer?.trusting,
  })
  const believing = (server: string) => ({ LAWANG_MEMBERS: registry, ...(checks === 'NONE' ? {} : signing(server)) })
  const hub = entries.find(({ name }) => name === HUB_MEMBER)
  const hubUrl = hub?.url ?? ''
  const jwks = credentials.get(HUB_MEMBER)?.jwks ?? ''
  const log = (name: string) => join(dataFolder, 'logs', `${name}.log`)

  const members = entries.map((entry): ServerPlan => {
    const own = credentials.get(entry.name)
    return {
      name: entry.name,
      url: entry.url,
      main: `subgraphs/${entry.tier.toLowerCase()}/main.ts`,
      args: [],
      log: log(entry.name),
      env: {
        PORT: String(ports.members.get(entry.name)),
        LAWANG_MEMBER_NAME: entry.name,
        LAWANG_GOVERNMENTS: entry.governments.join(','),
        ...believing(entry.name),
        DATABASE_URL: databases.urls.get(entry.name) ?? '',
        LAWANG_JWKS: own?.jwks ?? '',
        LAWANG_MANDATES: checks === 'NONE' ? 'off' : 'development',
        ...(entry === hub && { LAWANG_WEBHOOK_LOOPBACK: '1' }),
        LAWANG_DOOR_KEY: own?.doorKey ?? '',
        LAWANG_FILES: join(dataFolder, 'files', entry.name),
        LAWANG_EXCHANGE_TOKEN: own?.exchangeToken ?? '',
        ...(entry === hub ? {} : { LAWANG_HUB_URL: hubRoute?.(entry.name, hubUrl) ?? hubUrl }),
        ...settings,
      },
    }
  })
  const gateway: ServerPlan = {
    name: 'gateway',
    url: `http://127.0.0.1:${ports.gateway}`,
    main: 'gateway/main.ts',
    flags: GATEWAY_NODE_FLAGS,
    args: ['--supergraph', 'schema/contracts/supergraph.graphql', '--members', registry, '--port', `${ports.gateway}`],
    log: log('gateway'),
    env: {
      ...believing(GATEWAY_NAME),
      LAWANG_JWKS: jwks,
      ...(checks === 'ALL' ? { LAWANG_RATE: UNREACHED_RATE } : {}),
      ...(issuer && { LAWANG_SIGN_IN: issuer.plan.url }),
      ...(gatewayHost === undefined ? {} : { HOST: gatewayHost }),
      ...settings,
    },
  }
  return { members, gateway }
}
