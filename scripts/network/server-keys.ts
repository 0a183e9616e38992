import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GatewayEntry, MemberEntry } from '@lawang/schema/network'
import { generateKeyText, readSigningKey, type SigningKey } from '@lawang/trust/keys/signing-key'
import { publicJwk } from '@lawang/trust/keys/verifying-key'
import { signRegistry } from '@lawang/trust/registry/sign-registry'

/** The gateway's name in the registry. */
export const GATEWAY_NAME = 'gateway'

/** What the servers of a network prove themselves with, and whom they believe. */
export interface ServerKeys {
  /** Path of the JWKS with the operator's public key. */
  readonly operators: string
  /** Since when the network is signed, ISO 8601 in UTC: what is older has no signatures. */
  readonly signedSince: string
  /** Path of a server's own key. */
  keyFileOf(server: string): string
  /** Writes the registry, signed by the operator, in a version that no server has seen. Gives its path. */
  writeRegistry(members: readonly MemberEntry[]): string
  /** Writes a registry that nobody has signed, for a network where nothing is. Gives its path. */
  writePlainRegistry(members: readonly MemberEntry[]): string
}

/** The keys of a development network, marked as such; made at the first start, kept afterwards. */
export function ensureServerKeys(dataFolder: string, memberNames: readonly string[], now: Date): ServerKeys {
  const folder = join(dataFolder, 'keys')
  mkdirSync(folder, { recursive: true })
  const keyFileOf = (server: string) => join(folder, `${server}.key.json`)
  const keys = new Map([...memberNames, GATEWAY_NAME, 'operator'].map((name) => [name, ensureKey(keyFileOf(name))]))
  const keyOf = (name: string): SigningKey => {
    const key = keys.get(name)
    if (!key) throw new Error(`${name} has no key`)
    return key
  }
  const operators = join(folder, 'operators.json')
  writeFileSync(operators, `${JSON.stringify({ keys: [publicJwk(keyOf('operator').x)] }, null, 2)}\n`)
  return {
    operators,
    signedSince: ensureInstant(join(folder, 'signed-since'), now),
    keyFileOf,
    writeRegistry(members) {
      const identityOf = (name: string) => ({ keys: [keyOf(name).x] })
      const gateways: readonly GatewayEntry[] = [{ name: GATEWAY_NAME, identity: identityOf(GATEWAY_NAME) }]
      const file = join(dataFolder, 'members.json')
      const content = {
        sequence: nextSequence(join(folder, 'registry-sequence')),
        environment: 'development' as const,
        members: members.map((member) => ({ ...member, identity: identityOf(member.name) })),
        gateways,
        retired: [],
      }
      writeFileSync(file, signRegistry(content, keyOf('operator')))
      return file
    },
    writePlainRegistry(members) {
      const file = join(dataFolder, 'members.json')
      writeFileSync(file, `${JSON.stringify(members, null, 2)}\n`)
      return file
    },
  }
}

function ensureKey(path: string): SigningKey {
  if (!existsSync(path)) writeFileSync(path, generateKeyText({ isDevelopment: true }), { mode: 0o600, flag: 'wx' })
  return readSigningKey(readFileSync(path, 'utf8'))
}

function ensureInstant(path: string, now: Date): string {
  if (!existsSync(path)) writeFileSync(path, `${now.toISOString()}\n`)
  return readFileSync(path, 'utf8').trim()
}

function nextSequence(file: string): number {
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  writeFileSync(file, `${last + 1}\n`)
  return last + 1
}
