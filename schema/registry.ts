import { integerFrom, listOf, oneOfList, optional, type Parse, record, textThat } from './exchange/parse.ts'
import { instant } from './exchange/validate-leaves.ts'
import type { GatewayEntry, MemberEntry, Registry, RetiredKey, ServerIdentity } from './network.ts'
import { type GovernmentCode, governmentOf, isRegionCode } from './region.ts'
import { GOVERNMENT_TIERS, type GovernmentTier } from './tier.ts'

const name = textThat((value) => /^[a-z0-9-]{1,60}$/.test(value), 'a name of lower-case letters, digits and dashes')
const web = textThat((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ''), 'an http or https url')
const url: Parse<string> = (value, path) => web(value, path).replace(/\/+$/, '')
const government = textThat((value) => isRegionCode(value) && governmentOf(value) === value, 'a government')
const publicKey = textThat((value) => /^[\w-]{43}$/.test(value), 'an Ed25519 public key in base64url')

const pin = textThat((value) => /^[\w-]{43}$/.test(value), 'a SHA-256 in base64url')
const identity = record<ServerIdentity>({ keys: listOf(publicKey), certificates: optional(listOf(pin)) })
const entries = listOf(
  record<MemberEntry>({
    name,
    tier: oneOfList<GovernmentTier>(GOVERNMENT_TIERS),
    url,
    governments: listOf(government),
    streams: optional(listOf(url)),
    identity: optional(identity),
  }),
)
const registry = record<Registry>({
  sequence: integerFrom(1),
  environment: oneOfList<Registry['environment']>(['production', 'development']),
  members: entries,
  gateways: listOf(record<GatewayEntry>({ name, identity, mayAssert: optional(listOf(name)) })),
  retired: listOf(record<RetiredKey>({ key: publicKey, governments: listOf(government), until: instant })),
})

/**
 * Reads the registry of members from its file's text. Throws with one sentence that names what is wrong; urls come
 * without a slash at their end, and each government has one member.
 */
export function parseRegistry(text: string): readonly MemberEntry[] {
  const members = entries(parseJson(text), 'The registry of members')
  refuseUnusable(members)
  return members
}

/**
 * Reads what an operator has signed. Throws with one sentence that names what is wrong: beside what `parseRegistry`
 * refuses, a server without a key, and a name or a key that two servers have.
 */
export function parseSignedContent(text: string): Registry {
  const content = registry(parseJson(text), 'The registry')
  refuseUnusable(content.members)
  const servers = [...content.members, ...content.gateways]
  const owners = new Map<string, string>()
  for (const server of servers) {
    if (!server.identity || server.identity.keys.length === 0)
      throw new Error(`The registry gives ${server.name} no key`)
    for (const proof of [server.name, ...server.identity.keys]) {
      const other = owners.get(proof)
      if (other !== undefined) throw new Error(`The registry gives the same name or key to ${other} and ${server.name}`)
      owners.set(proof, server.name)
    }
  }
  return content
}

function refuseUnusable(members: readonly MemberEntry[]): void {
  if (members.length === 0) throw new Error('The registry of members names none')
  hostsOf(members)
}

/** Which member hosts a government. Throws when two claim one. */
export function hostsOf(members: readonly MemberEntry[]): ReadonlyMap<GovernmentCode, string> {
  const hosts = new Map<GovernmentCode, string>()
  for (const { name, governments } of members) {
    for (const government of governments) {
      const other = hosts.get(government)
      if (other !== undefined) throw new Error(`The registry gives ${government} to both ${other} and ${name}`)
      hosts.set(government, name)
    }
  }
  return hosts
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('The registry of members is no JSON')
  }
}
