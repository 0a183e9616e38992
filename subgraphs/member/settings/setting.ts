/** The process's environment, or what a test has in its place. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Reads a file's text, or throws. */
export type ReadFile = (path: string) => string

/** A setting is missing or wrong: the message is one sentence for whoever operates the server. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
export const MAX_PORT = 65_535

/** The setting's text without white space around it; undefined where nothing is set. */
export function optional(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim()
  return value === '' ? undefined : value
}

/** Throws `ConfigError` where nothing is set; `meaning` ends the sentence. */
export function required(env: Environment, name: string, meaning: string): string {
  const value = optional(env, name)
  if (value === undefined) throw new ConfigError(`${name} is not set: it is ${meaning}.`)
  return value
}

/** 1 or 0, the default. Throws `ConfigError`. */
export function readFlag(env: Environment, name: string): boolean {
  const text = optional(env, name) ?? '0'
  if (text === '0' || text === '1') return text === '1'
  throw new ConfigError(`${name} is "${text}": it must be 1 or 0.`)
}

/** A whole number from 0 to `most`; undefined where nothing is set. Throws `ConfigError`. */
export function readNumber(env: Environment, name: string, most: number): number | undefined {
  const text = optional(env, name)
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text)
  throw new ConfigError(`${name} is "${text}": it must be a number from 0 to ${most}.`)
}

/** Where the server listens; 0 takes any free port. Throws `ConfigError`. */
export function readPort(env: Environment): number {
  required(env, 'PORT', 'the port to listen on')
  return readNumber(env, 'PORT', MAX_PORT) ?? 0
}

/** The url is not repeated in the sentence: it may hold a password. Throws `ConfigError`. */
export function readUrl(name: string, text: string, protocols: readonly string[]): string {
  if (protocols.includes(URL.parse(text)?.protocol ?? '')) return text
  throw new ConfigError(`${name} is no url that begins with ${protocols.map((each) => `${each}//`).join(' or ')}.`)
}

/** Throws `ConfigError`. */
export function readDatabaseUrl(env: Environment): string {
  const text = required(env, 'DATABASE_URL', 'its PostgreSQL database')
  return readUrl('DATABASE_URL', text, ['postgres:', 'postgresql:'])
}

/** Several servers stand with commas between. Throws `ConfigError`. */
export function readNatsUrl(env: Environment): string | undefined {
  const text = optional(env, 'NATS_URL')
  if (text === undefined) return undefined
  for (const each of text.split(',')) readUrl('NATS_URL', each, ['nats:', 'tls:'])
  return text
}

/** The base url of the OpenTelemetry collector. Throws `ConfigError`. */
export function readTraces(env: Environment): string | undefined {
  const text = optional(env, 'OTEL_EXPORTER_OTLP_ENDPOINT')
  return text === undefined ? undefined : readUrl('OTEL_EXPORTER_OTLP_ENDPOINT', text, ['http:', 'https:'])
}

/** Throws `ConfigError`. */
export function readLogLevel(env: Environment): string {
  const text = optional(env, 'LAWANG_LOG_LEVEL') ?? 'info'
  if (LOG_LEVELS.includes(text)) return text
  throw new ConfigError(`LAWANG_LOG_LEVEL is "${text}": it must be one of ${LOG_LEVELS.join(', ')}.`)
}

/** What `read` gives; what it throws is a `ConfigError` afterwards, with the same sentence. */
export function orConfigError<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof ConfigError ? error : new ConfigError(error instanceof Error ? error.message : String(error))
  }
}
