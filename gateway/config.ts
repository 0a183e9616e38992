import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

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
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads the command line, then the environment. Throws with one sentence that names the setting. */
export function readConfig(argv: readonly string[], env: Environment): GatewayConfig {
  const { values } = parseArgs({
    args: [...argv],
    options: { supergraph: { type: 'string' }, members: { type: 'string' }, port: { type: 'string' } },
  })
  return {
    supergraphFile: values.supergraph ?? ownSupergraph(),
    membersFile: values.members ?? present(env.LAWANG_MEMBERS),
    host: present(env.HOST) ?? '127.0.0.1',
    port: integer('The port', values.port ?? present(env.PORT) ?? '4000', 65_535),
    logLevel: logLevel(present(env.LAWANG_LOG_LEVEL) ?? 'info'),
    memberTimeoutMs: integer('LAWANG_MEMBER_TIMEOUT_MS', present(env.LAWANG_MEMBER_TIMEOUT_MS) ?? '5000', 600_000),
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

function logLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((candidate) => candidate === text)
  if (level) return level
  throw new Error(`LAWANG_LOG_LEVEL is "${text}": it must be one of ${LOG_LEVELS.join(', ')}.`)
}
