import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Origins, readOrigins } from '@lawang/trust/http/origins'
import { CONNECTIONS } from '@lawang/trust/limits/connections'
import type { RateSettings } from '@lawang/trust/limits/rate'
import { readTrustSettings, type TrustSettings } from '@lawang/trust/settings'

export interface GatewayConfig {
  /** The supergraph's file. */
  readonly supergraphFile: string
  /** The registry of members; undefined for a plain gateway that asks the supergraph's own urls. */
  readonly membersFile: string | undefined
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly logLevel: LogLevel
  /** How long a member may take for one answer. */
  readonly memberTimeoutMs: number
  readonly pipeline: Pipeline
  /** The folder of trusted documents, and whether nothing else is executed. */
  readonly trustedDocumentsFolder: string | undefined
  readonly onlyTrusted: boolean
  /** How often a client may ask; undefined for as often as it likes. */
  readonly rate: RateSettings | undefined
  /** How many proxies of our own stand before the gateway: they say where a request comes from. */
  readonly proxies: number
  /** How many connections one network may have open; 0 for as many as it likes. */
  readonly connections: number
  /** The web pages that may use it. */
  readonly origins: Origins
  /** The base url of an OpenTelemetry collector. */
  readonly traces: string | undefined
  /** Where the metrics are served, if not by the gateway's own server. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined
  /** Its name in a signed registry. */
  readonly name: string
  /** The file of identity providers whose access tokens are taken; a gateway that signs needs it, or the next. */
  readonly issuersPath: string | undefined
  /** A JWKS file with the public keys of the development issuer. */
  readonly jwksPath: string | undefined
  /** Base url of the issuer at which users of GraphiQL sign in; undefined where they bring their tokens. */
  readonly signIn: string | undefined
  /** Whom it believes, and what it proves itself with. */
  readonly trust: TrustSettings
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** What answers operations that are planned already: the gateway's own short way, or Apollo Server as it does all others. */
export type Pipeline = 'short' | 'apollo'

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads the command line, then the environment. Throws with one sentence that names the setting. */
export function readConfig(argv: readonly string[], env: Environment): GatewayConfig {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      supergraph: { type: 'string' },
      members: { type: 'string' },
      port: { type: 'string' },
      'trusted-documents': { type: 'string' },
      'trusted-only': { type: 'boolean' },
    },
  })
  const host = present(env.HOST) ?? '127.0.0.1'
  const metricsPort = present(env.LAWANG_METRICS_PORT)
  const membersFile = values.members ?? present(env.LAWANG_MEMBERS)
  return {
    supergraphFile: values.supergraph ?? ownSupergraph(),
    membersFile,
    host,
    port: integer('The port', values.port ?? present(env.PORT) ?? '4000', 65_535),
    logLevel: logLevel(present(env.LAWANG_LOG_LEVEL) ?? 'info'),
    memberTimeoutMs: integer('LAWANG_MEMBER_TIMEOUT_MS', present(env.LAWANG_MEMBER_TIMEOUT_MS) ?? '5000', 600_000),
    ...trusted(values['trusted-documents'], values['trusted-only']),
    pipeline: pipeline(present(env.LAWANG_PIPELINE) ?? 'short'),
    rate: rate(env),
    proxies: integer('LAWANG_PROXIES', present(env.LAWANG_PROXIES) ?? '0', 10),
    connections: integer('LAWANG_CONNECTIONS', present(env.LAWANG_CONNECTIONS) ?? `${CONNECTIONS}`, 1_000_000),
    origins: readOrigins(env.LAWANG_ORIGINS),
    traces: present(env.OTEL_EXPORTER_OTLP_ENDPOINT),
    metrics:
      metricsPort === undefined ? undefined : { host, port: integer('LAWANG_METRICS_PORT', metricsPort, 65_535) },
    name: present(env.LAWANG_GATEWAY_NAME) ?? 'gateway',
    issuersPath: present(env.LAWANG_ISSUERS),
    jwksPath: present(env.LAWANG_JWKS),
    signIn: signIn(present(env.LAWANG_SIGN_IN)),
    trust: readTrustSettings(env, membersFile),
  }
}

function ownSupergraph(): string {
  return fileURLToPath(import.meta.resolve('@lawang/schema/contracts/supergraph.graphql'))
}

function present(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim()
}

function integer(name: string, text: string, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= max) return value
  throw new Error(`${name} is "${text}": it must be a whole number from 0 to ${max}.`)
}

/** 0, the default, sets no limit. A burst is four seconds' worth unless it is set. */
function rate(env: Environment): RateSettings | undefined {
  const perSecond = integer('LAWANG_RATE', present(env.LAWANG_RATE) ?? '0', 1_000_000)
  if (perSecond === 0) return undefined
  const burst = present(env.LAWANG_RATE_BURST)
  return {
    perSecond,
    burst: burst === undefined ? perSecond * 4 : Math.max(1, integer('LAWANG_RATE_BURST', burst, 1_000_000)),
  }
}

function trusted(folder: string | undefined, onlyTrusted = false) {
  if (onlyTrusted && folder === undefined) throw new Error('--trusted-only needs --trusted-documents DIR.')
  return { trustedDocumentsFolder: folder, onlyTrusted }
}

/** It goes into a page, where only an address may stand. */
function signIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol) && url.search + url.hash === '') return url.href.replace(/\/+$/, '')
  throw new Error('LAWANG_SIGN_IN is no http or https url of an issuer.')
}

function pipeline(text: string): Pipeline {
  if (text === 'short' || text === 'apollo') return text
  throw new Error(`LAWANG_PIPELINE is "${text}": it must be short or apollo.`)
}

function logLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((candidate) => candidate === text)
  if (level) return level
  throw new Error(`LAWANG_LOG_LEVEL is "${text}": it must be one of ${LOG_LEVELS.join(', ')}.`)
}
