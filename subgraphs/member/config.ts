import { readFileSync } from 'node:fs'
import type { GovernmentCode } from '@lawang/schema/region'
import type { GovernmentTier } from '@lawang/schema/tier'
import type { Mode } from '@lawang/trust/mode'
import type { TrustSettings } from '@lawang/trust/settings'
import { readTlsMode } from '@lawang/trust/tls/settings'
import type { IdentityKeySource } from './identity/open-keys.ts'
import { type AttachmentConfig, readAttachments } from './settings/attachments.ts'
import { type EntranceSettings, readEntrance } from './settings/entrance.ts'
import { readGovernments, readTwoPersons } from './settings/governments.ts'
import { doorKeyPath, readDoorKey, readIdentityKeySettings } from './settings/keys.ts'
import {
  ConfigError,
  type Environment,
  optional,
  orConfigError,
  type ReadFile,
  readDatabaseUrl,
  readFlag,
  readLogLevel,
  readNatsUrl,
  readNumber,
  readPort,
  readTraces,
  readUrl,
  required,
} from './settings/setting.ts'
import { type MandateSetting, readMandateSetting, readTokenSettings, type TokenSettings } from './settings/tokens.ts'
import { readTrust } from './settings/trust.ts'

/** What a member is told by its environment. */
export interface MemberConfig extends TokenSettings {
  readonly name: string
  readonly governments: readonly GovernmentCode[]
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  /** Base url of the national member's server; undefined where this server is the hub. */
  readonly hubUrl?: string
  /** Bearer token of role member for the hub's exchange. */
  readonly exchangeToken: string
  /** 32 bytes that complaint ids and receipt secrets are derived from. */
  readonly doorKey: Uint8Array
  /** Where the master keys of the reporters' identities are. */
  readonly identityKeys: IdentityKeySource
  readonly mandates: MandateSetting
  /** Path of the file beside the database that shows whether the database is a restored backup. */
  readonly stateFile: string
  readonly attachments: AttachmentConfig
  readonly entrance: EntranceSettings
  /** An operator's word that it is. */
  readonly restored: boolean
  /** Path of the registry of members; the hub needs it, and who believes signatures. */
  readonly membersPath?: string
  /** Those of its governments whose answers need two persons. */
  readonly twoPersons: readonly GovernmentCode[]
  /** The NATS server that nudges go over; undefined where there is none. */
  readonly natsUrl?: string
  /** The base url of the OpenTelemetry collector that gets its spans; undefined for none. */
  readonly traces?: string
  /** Whom it believes, and what it proves itself with. */
  readonly trust: TrustSettings
  /** Milliseconds between two heads of the audit log that are shown to others. */
  readonly auditHeadsEvery: number
  /** Whether the hub sends events to receivers on its own machine: never in production. */
  readonly webhookLoopback: boolean
  readonly logLevel: string
}

/** Reads the process's environment. Throws `ConfigError`. */
export function configFromEnvironment(tier: GovernmentTier): MemberConfig {
  return readConfig(process.env, tier, (path) => readFileSync(path, 'utf8'))
}

/** Reads the settings of a member of a tier; `readFile` reads the door's key. Throws `ConfigError`. */
export function readConfig(env: Environment, tier: GovernmentTier, readFile: ReadFile): MemberConfig {
  const keyPath = doorKeyPath(env)
  const governments = readGovernments(env, tier)
  const tokens = readTokenSettings(env)
  return {
    name: required(env, 'LAWANG_MEMBER_NAME', 'the name of this member in the registry'),
    governments,
    twoPersons: readTwoPersons(env, governments),
    host: optional(env, 'HOST') ?? '127.0.0.1',
    port: readPort(env),
    databaseUrl: readDatabaseUrl(env),
    hubUrl: readHubUrl(env, tier, tokens.mode),
    exchangeToken: required(env, 'LAWANG_EXCHANGE_TOKEN', "the bearer token for the hub's exchange"),
    ...tokens,
    mandates: readMandateSetting(env, tokens.mode),
    doorKey: readDoorKey(keyPath, readFile),
    identityKeys: readIdentityKeySettings(env),
    stateFile: optional(env, 'LAWANG_STATE_FILE') ?? `${keyPath}.mark`,
    attachments: readAttachments(env, keyPath),
    entrance: readEntrance(env),
    restored: readFlag(env, 'LAWANG_RESTORED'),
    membersPath: optional(env, 'LAWANG_MEMBERS'),
    natsUrl: readNatsUrl(env),
    traces: readTraces(env),
    trust: readTrust(env, readFile),
    auditHeadsEvery: Math.max(1, readNumber(env, 'LAWANG_AUDIT_HEADS_EVERY', 86_400) ?? 3_600) * 1_000,
    webhookLoopback: readWebhookLoopback(env, tokens.mode),
    logLevel: readLogLevel(env),
  }
}

/** What a process is told that streams the feed of the national member's database beside it; `name` is that member's. */
export type StreamConfig = TokenSettings &
  Pick<
    MemberConfig,
    'name' | 'host' | 'port' | 'databaseUrl' | 'entrance' | 'membersPath' | 'natsUrl' | 'trust' | 'logLevel'
  >

/** Reads its settings from the process's environment. Throws `ConfigError`. */
export function streamConfigFromEnvironment(env: Environment = process.env): StreamConfig {
  return {
    name: required(env, 'LAWANG_MEMBER_NAME', 'the name of the national member in the registry'),
    host: optional(env, 'HOST') ?? '127.0.0.1',
    port: readPort(env),
    databaseUrl: readDatabaseUrl(env),
    ...readTokenSettings(env),
    entrance: readEntrance(env),
    membersPath: required(env, 'LAWANG_MEMBERS', 'the registry of members'),
    natsUrl: readNatsUrl(env),
    trust: readTrust(env, (path) => readFileSync(path, 'utf8')),
    logLevel: readLogLevel(env),
  }
}

/** Throws `ConfigError` where production would send events to its own machine. */
function readWebhookLoopback(env: Environment, mode: Mode): boolean {
  const isTaken = readFlag(env, 'LAWANG_WEBHOOK_LOOPBACK')
  if (isTaken && mode === 'production') {
    throw new ConfigError('LAWANG_WEBHOOK_LOOPBACK is 1: production sends events to no receiver on its own machine.')
  }
  return isTaken
}

/**
 * The hub is a part of the national member: it needs no url, and every other member needs one. In production nobody on the
 * way is to read what goes there.
 */
function readHubUrl(env: Environment, tier: GovernmentTier, mode: Mode): string | undefined {
  if (tier === 'NATIONAL') return undefined
  const text = required(env, 'LAWANG_HUB_URL', "the base url of the national member's server")
  const url = readUrl('LAWANG_HUB_URL', text, ['http:', 'https:']).replace(/\/+$/, '')
  const tls = orConfigError(() => readTlsMode((name) => optional(env, name)))
  if (mode !== 'production' || url.startsWith('https:') || tls === 'MESH') return url
  throw new ConfigError('LAWANG_HUB_URL is a plain address: production takes https alone, unless LAWANG_TLS is mesh.')
}
