import { readFileSync } from 'node:fs'
import { type GovernmentCode, governmentOf, isRegionCode, tierOf } from '@lawang/schema/region'
import type { GovernmentTier } from '@lawang/schema/tier'
import { readTrustSettings, type TrustSettings } from '@lawang/trust/settings'
import type { IdentityKeySource } from './identity/open-keys.ts'
import type { MandateRule } from './mandates/book.ts'

/** What a member is told by its environment. */
export interface MemberConfig {
  readonly name: string
  readonly governments: readonly GovernmentCode[]
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  /** Base url of the national member's server; undefined where this server is the hub. */
  readonly hubUrl?: string
  /** Bearer token of role member for the hub's exchange. */
  readonly exchangeToken: string
  /** `production` takes no development keys. */
  readonly mode: Mode
  /** Path of the file of identity providers whose tokens are taken. */
  readonly issuersPath?: string
  /** Path of a JWKS file with the development issuer's public keys. */
  readonly jwksPath?: string
  /** 32 bytes that complaint ids and receipt secrets are derived from. */
  readonly doorKey: Uint8Array
  /** Where the master keys of the reporters' identities are. */
  readonly identityKeys: IdentityKeySource
  /** Whether officers act only under a decree; `DEVELOPMENT` gives every agency one that names everybody. */
  readonly mandates: MandateSetting
  /** Path of the file beside the database that shows whether the database is a restored backup. */
  readonly stateFile: string
  readonly attachments: AttachmentConfig
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
  readonly logLevel: string
}

/** Where photos and documents lie, how clients reach them, and who looks through them. */
export interface AttachmentConfig {
  readonly folder: string
  /** Base url by which clients reach this server. */
  readonly publicUrl: string
  /** Address of a ClamAV daemon; without it only the scanners' test file is found. */
  readonly clamd?: { readonly host: string; readonly port: number }
}
export type MandateSetting = MandateRule | 'DEVELOPMENT'
export type Mode = 'development' | 'production'

/** A setting is missing or wrong: the message is one sentence for whoever operates the server. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

type Environment = Readonly<Record<string, string | undefined>>

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
const MAX_PORT = 65_535

/** Reads the process's environment. Throws `ConfigError`. */
export function configFromEnvironment(tier: GovernmentTier): MemberConfig {
  return readConfig(process.env, tier, (path) => readFileSync(path, 'utf8'))
}

/** Reads the settings of a member of a tier; `readFile` reads the door's key. Throws `ConfigError`. */
export function readConfig(env: Environment, tier: GovernmentTier, readFile: (path: string) => string): MemberConfig {
  const doorKeyPath = required(env, 'LAWANG_DOOR_KEY', "the file with the door's key")
  const governments = readGovernments(required(env, 'LAWANG_GOVERNMENTS', 'the codes of its governments'), tier)
  return {
    name: required(env, 'LAWANG_MEMBER_NAME', 'the name of this member in the registry'),
    governments,
    twoPersons: readTwoPersons(optional(env, 'LAWANG_TWO_PERSON_ANSWERS'), governments),
    host: optional(env, 'HOST') ?? '127.0.0.1',
    port: readPort(required(env, 'PORT', 'the port to listen on')),
    databaseUrl: readDatabaseUrl(env),
    hubUrl: readHubUrl(env, tier),
    exchangeToken: required(env, 'LAWANG_EXCHANGE_TOKEN', "the bearer token for the hub's exchange"),
    ...readTokenSettings(env),
    mandates: readMandateSetting(env),
    doorKey: readDoorKey(doorKeyPath, readFile),
    identityKeys: readIdentityKeySettings(env),
    stateFile: optional(env, 'LAWANG_STATE_FILE') ?? `${doorKeyPath}.mark`,
    attachments: readAttachments(env, doorKeyPath),
    restored: readFlag(env, 'LAWANG_RESTORED'),
    membersPath: optional(env, 'LAWANG_MEMBERS'),
    natsUrl: readNatsUrl(env),
    traces: readTraces(env),
    trust: readTrust(env, readFile),
    logLevel: readLogLevel(optional(env, 'LAWANG_LOG_LEVEL') ?? 'info'),
  }
}

/** What a process is told that streams the feed of the national member's database beside it; `name` is that member's. */
export type StreamConfig = Pick<
  MemberConfig,
  | 'name'
  | 'host'
  | 'port'
  | 'databaseUrl'
  | 'mode'
  | 'issuersPath'
  | 'jwksPath'
  | 'membersPath'
  | 'natsUrl'
  | 'trust'
  | 'logLevel'
>

/** Reads its settings from the process's environment. Throws `ConfigError`. */
export function streamConfigFromEnvironment(env: Environment = process.env): StreamConfig {
  return {
    name: required(env, 'LAWANG_MEMBER_NAME', 'the name of the national member in the registry'),
    host: optional(env, 'HOST') ?? '127.0.0.1',
    port: readPort(required(env, 'PORT', 'the port to listen on')),
    databaseUrl: readDatabaseUrl(env),
    ...readTokenSettings(env),
    membersPath: required(env, 'LAWANG_MEMBERS', 'the registry of members'),
    natsUrl: readNatsUrl(env),
    trust: readTrust(env, (path) => readFileSync(path, 'utf8')),
    logLevel: readLogLevel(optional(env, 'LAWANG_LOG_LEVEL') ?? 'info'),
  }
}

function readDatabaseUrl(env: Environment): string {
  const text = required(env, 'DATABASE_URL', 'its PostgreSQL database')
  return readUrl('DATABASE_URL', text, ['postgres:', 'postgresql:'])
}

function readNatsUrl(env: Environment): string | undefined {
  const text = optional(env, 'NATS_URL')
  if (text === undefined) return undefined
  for (const each of text.split(',')) readUrl('NATS_URL', each, ['nats:', 'tls:'])
  return text
}

function readTraces(env: Environment): string | undefined {
  const text = optional(env, 'OTEL_EXPORTER_OTLP_ENDPOINT')
  return text === undefined ? undefined : readUrl('OTEL_EXPORTER_OTLP_ENDPOINT', text, ['http:', 'https:'])
}

function readTrust(env: Environment, readFile: (path: string) => string): TrustSettings {
  const membersPath = optional(env, 'LAWANG_MEMBERS')
  try {
    if (optional(env, 'LAWANG_OPERATOR_KEYS') !== undefined) {
      required(env, 'LAWANG_MEMBERS', 'the registry that the operator has signed')
    }
    return readTrustSettings(env, membersPath, readFile)
  } catch (error) {
    throw error instanceof ConfigError ? error : new ConfigError(error instanceof Error ? error.message : String(error))
  }
}

function optional(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim()
  return value === '' ? undefined : value
}

function required(env: Environment, name: string, meaning: string): string {
  const value = optional(env, name)
  if (value === undefined) throw new ConfigError(`${name} is not set: it is ${meaning}.`)
  return value
}

function readFlag(env: Environment, name: string): boolean {
  const text = optional(env, name) ?? '0'
  if (text === '0' || text === '1') return text === '1'
  throw new ConfigError(`${name} is "${text}": it must be 1 or 0.`)
}

function readMode(env: Environment): Mode {
  const text =
    optional(env, 'LAWANG_MODE') ?? (optional(env, 'NODE_ENV') === 'production' ? 'production' : 'development')
  if (text === 'development' || text === 'production') return text
  throw new ConfigError(`LAWANG_MODE is "${text}": it must be development or production.`)
}

const MANDATE_SETTINGS: Readonly<Record<string, MandateSetting>> = {
  required: 'REQUIRED',
  off: 'OFF',
  development: 'DEVELOPMENT',
}

function readMandateSetting(env: Environment): MandateSetting {
  const text = optional(env, 'LAWANG_MANDATES') ?? 'required'
  const setting = MANDATE_SETTINGS[text]
  if (setting === undefined) {
    throw new ConfigError(
      `LAWANG_MANDATES is "${text}": it must be one of ${Object.keys(MANDATE_SETTINGS).join(', ')}.`,
    )
  }
  if (setting === 'DEVELOPMENT' && readMode(env) === 'production') {
    throw new ConfigError('LAWANG_MANDATES is "development", by which every token acts: production does not take it.')
  }
  return setting
}

function readTokenSettings(env: Environment): Pick<MemberConfig, 'mode' | 'issuersPath' | 'jwksPath'> {
  const mode = readMode(env)
  const issuersPath = optional(env, 'LAWANG_ISSUERS')
  const jwksPath = optional(env, 'LAWANG_JWKS')
  if (mode === 'production' && jwksPath !== undefined) {
    throw new ConfigError('LAWANG_JWKS names the keys of the development issuer: in production name LAWANG_ISSUERS.')
  }
  if (issuersPath === undefined && jwksPath === undefined) {
    throw new ConfigError('LAWANG_ISSUERS is not set: it is the file of identity providers whose tokens are taken.')
  }
  return { mode, issuersPath, jwksPath }
}

function readGovernments(text: string, tier: GovernmentTier): readonly GovernmentCode[] {
  const codes = text.split(',').map((code) => code.trim())
  const wrong = codes.find((code) => !isRegionCode(code) || governmentOf(code) !== code || tierOf(code) !== tier)
  if (wrong !== undefined) {
    throw new ConfigError(`LAWANG_GOVERNMENTS names "${wrong}", which is no government of the tier ${tier}.`)
  }
  return [...new Set(codes)]
}

function readTwoPersons(text: string | undefined, governments: readonly GovernmentCode[]): readonly GovernmentCode[] {
  const codes = text === undefined ? [] : text.split(',').map((code) => code.trim())
  const foreign = codes.find((code) => !governments.includes(code))
  if (foreign !== undefined) {
    throw new ConfigError(`LAWANG_TWO_PERSON_ANSWERS names "${foreign}", which is none of LAWANG_GOVERNMENTS.`)
  }
  return [...new Set(codes)]
}

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= MAX_PORT) return port
  throw new ConfigError(`PORT is "${text}": it must be a number from 0 to ${MAX_PORT}.`)
}

/** The url is not repeated in the sentence: it may hold a password. */
function readUrl(name: string, text: string, protocols: readonly string[]): string {
  if (protocols.includes(URL.parse(text)?.protocol ?? '')) return text
  throw new ConfigError(`${name} is no url that begins with ${protocols.map((each) => `${each}//`).join(' or ')}.`)
}

/** The hub is a part of the national member: it needs no url, and every other member needs one. */
function readHubUrl(env: Environment, tier: GovernmentTier): string | undefined {
  if (tier === 'NATIONAL') return undefined
  const text = required(env, 'LAWANG_HUB_URL', "the base url of the national member's server")
  return readUrl('LAWANG_HUB_URL', text, ['http:', 'https:']).replace(/\/+$/, '')
}

function readDoorKey(path: string, readFile: (path: string) => string): Uint8Array {
  const text = readIfPresent(path, readFile)
  if (text === undefined) throw new ConfigError(`LAWANG_DOOR_KEY names ${path}, which cannot be read.`)
  if (!/^[0-9a-f]{64}$/i.test(text.trim())) {
    throw new ConfigError(`LAWANG_DOOR_KEY names ${path}, which does not hold 32 bytes in hexadecimal.`)
  }
  return new Uint8Array(Buffer.from(text.trim(), 'hex'))
}

/** One of three places: a key management service, the environment, or (by default) a file beside the door's key. Throws `ConfigError`. */
export function readIdentityKeySettings(env: Environment): IdentityKeySource {
  const url = optional(env, 'LAWANG_IDENTITY_TRANSIT_URL')
  const text = optional(env, 'LAWANG_IDENTITY_KEY_RING')
  const path = optional(env, 'LAWANG_IDENTITY_KEY_FILE')
  if ([url, text, path].filter((each) => each !== undefined).length > 1) {
    throw new ConfigError(
      'Identity keys come from one place: set one of LAWANG_IDENTITY_TRANSIT_URL, LAWANG_IDENTITY_KEY_RING and LAWANG_IDENTITY_KEY_FILE.',
    )
  }
  if (url !== undefined) {
    return {
      from: 'TRANSIT',
      url: readUrl('LAWANG_IDENTITY_TRANSIT_URL', url, ['https:', 'http:']).replace(/\/+$/, ''),
      key: optional(env, 'LAWANG_IDENTITY_TRANSIT_KEY') ?? 'lawang-identity',
      tokenPath: required(
        env,
        'LAWANG_IDENTITY_TRANSIT_TOKEN_FILE',
        'the file with the token for the key management service',
      ),
    }
  }
  if (text !== undefined) return { from: 'RING', text }
  return { from: 'FILE', path: path ?? `${required(env, 'LAWANG_DOOR_KEY', "the file with the door's key")}.identity` }
}

function readAttachments(env: Environment, doorKeyPath: string): AttachmentConfig {
  const own = `http://${optional(env, 'HOST') ?? '127.0.0.1'}:${optional(env, 'PORT') ?? ''}`
  const publicUrl = readUrl('LAWANG_PUBLIC_URL', optional(env, 'LAWANG_PUBLIC_URL') ?? own, ['https:', 'http:'])
  return {
    folder: optional(env, 'LAWANG_FILES') ?? `${doorKeyPath}.files`,
    publicUrl: publicUrl.replace(/\/+$/, ''),
    ...readClamd(optional(env, 'LAWANG_CLAMD')),
  }
}

function readClamd(text: string | undefined): Pick<AttachmentConfig, 'clamd'> {
  if (text === undefined) return {}
  const [, host, port] = /^([^:\s]+):(\d{1,5})$/.exec(text) ?? []
  if (host === undefined || Number(port) > MAX_PORT) throw new ConfigError('LAWANG_CLAMD is not host:port.')
  return { clamd: { host, port: Number(port) } }
}

function readIfPresent(path: string, readFile: (path: string) => string): string | undefined {
  try {
    return readFile(path)
  } catch {
    return undefined
  }
}

function readLogLevel(text: string): string {
  if (LOG_LEVELS.includes(text)) return text
  throw new ConfigError(`LAWANG_LOG_LEVEL is "${text}": it must be one of ${LOG_LEVELS.join(', ')}.`)
}
