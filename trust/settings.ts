import { readFileSync } from 'node:fs'
import { readSigningKey, type SigningKey } from './keys/signing-key.ts'
import { isPublicKeyText } from './keys/verifying-key.ts'
import { readMode } from './mode.ts'
import { newestOnly } from './registry/newest.ts'
import { plainRegistry, type ReadRegistry, signedRegistryReader } from './registry/read-registry.ts'
import type { TlsIdentity } from './tls/self-signed.ts'
import { readTlsIdentity, readTlsMode, withoutPlainAddresses } from './tls/settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What a server is told of itself and of whom it believes. */
export interface TrustSettings {
  /** Whether nothing of a development network is taken. */
  readonly isProduction: boolean
  /** Reads the registry's text: signed by the operator where operators are named, else a plain list. */
  readonly readRegistry: ReadRegistry
  /** This server's own key; undefined on a network where nothing is signed. */
  readonly key: SigningKey | undefined
  /** What this server shows by TLS; undefined where it does not speak it with others. */
  readonly tls: TlsIdentity | undefined
  /** Events of before this moment, in milliseconds since 1970, may be unsigned; -Infinity for none. */
  readonly unsignedUntil: number
}

/**
 * Reads LAWANG_OPERATOR_KEYS, LAWANG_KEY, LAWANG_REGISTRY_SEEN, LAWANG_UNSIGNED_UNTIL, LAWANG_TLS and
 * LAWANG_ENVIRONMENT. Throws an error of one sentence. `membersFile` is the registry's path, where there is one.
 */
export function readTrustSettings(
  env: Environment,
  membersFile: string | undefined,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): TrustSettings {
  const of = (name: string) => env[name]?.trim() || undefined
  const isProduction = readMode(env) === 'production'
  const text = (name: string) => readNamed(name, of(name), readFile)
  const operators = text('LAWANG_OPERATOR_KEYS')
  const keyText = text('LAWANG_KEY')
  const key = keyText === undefined ? undefined : readKey(keyText)
  if (operators !== undefined && !key) {
    throw new Error('LAWANG_OPERATOR_KEYS is set, so the network is signed: set LAWANG_KEY to the key of this server.')
  }
  if (isProduction) refuseDevelopment(membersFile !== undefined && operators === undefined, key)
  const unsignedUntil = readInstant(of('LAWANG_UNSIGNED_UNTIL'))
  const mode = readTlsMode(of)
  const tls = mode === 'ON' ? readTlsIdentity({ keyText, text, now: new Date() }) : undefined
  if (operators === undefined) return { isProduction, readRegistry: plainRegistry, key, tls, unsignedUntil }
  const seenFile = of('LAWANG_REGISTRY_SEEN') ?? `${of('LAWANG_KEY')}.registry-seen`
  const signed = signedRegistryReader(readOperatorKeys(operators))
  const read = isProduction && mode !== 'MESH' ? withoutPlainAddresses(signed) : signed
  return {
    isProduction,
    key,
    tls,
    unsignedUntil,
    readRegistry: membersFile === undefined ? read : newestOnly(ofEnvironment(read, isProduction), seenFile),
  }
}

function readInstant(text: string | undefined): number {
  if (text === undefined) return Number.NEGATIVE_INFINITY
  const at = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(at)) return at
  throw new Error(`LAWANG_UNSIGNED_UNTIL is "${text}": it must be an instant (ISO 8601 in UTC).`)
}

function readNamed(name: string, path: string | undefined, readFile: (path: string) => string): string | undefined {
  if (path === undefined) return undefined
  try {
    return readFile(path)
  } catch {
    throw new Error(`${name} names ${path}, which cannot be read.`)
  }
}

function readKey(text: string): SigningKey {
  try {
    return readSigningKey(text)
  } catch (error) {
    throw new Error(`LAWANG_KEY cannot be used: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A key set (RFC 7517) of the operators' public keys. */
export function readOperatorKeys(text: string): readonly string[] {
  const fault = new Error('LAWANG_OPERATOR_KEYS names a file that is no JWKS of Ed25519 public keys.')
  let keys: unknown
  try {
    keys = Object(JSON.parse(text)).keys
  } catch {
    throw fault
  }
  if (!Array.isArray(keys) || keys.length === 0) throw fault
  return keys.map((key: unknown) => {
    const x: unknown = Object(key).x
    if (typeof x !== 'string' || !isPublicKeyText(x)) throw fault
    return x
  })
}

/** A plain gateway has no registry, and needs none that is signed. */
function refuseDevelopment(isUnsigned: boolean, key: SigningKey | undefined): void {
  if (isUnsigned) {
    throw new Error('LAWANG_ENVIRONMENT is production, which needs a signed registry: set LAWANG_OPERATOR_KEYS.')
  }
  if (key?.isDevelopment) {
    throw new Error('LAWANG_KEY is a key of a development network: production does not start with it.')
  }
}

function ofEnvironment(read: ReadRegistry, isProduction: boolean): ReadRegistry {
  return (text) => {
    const registry = read(text)
    if (isProduction && registry.environment !== 'production') {
      throw new Error('The registry is one of a development network: production does not use it')
    }
    return registry
  }
}
