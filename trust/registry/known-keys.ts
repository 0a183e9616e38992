import type { Registry } from '@lawang/schema/network'
import type { GovernmentCode } from '@lawang/schema/region'
import { type VerifyingKey, verifyingKey } from '../keys/verifying-key.ts'
import { type Pin, pinsOf } from '../tls/pins.ts'

/** A key that signs objects of the protocol for governments; `until` is in milliseconds, and infinite while in force. */
export interface GovernmentKey {
  readonly key: VerifyingKey
  readonly until: number
}

export interface ServerKey {
  readonly owner: string
  readonly kind: 'MEMBER' | 'GATEWAY'
  readonly key: VerifyingKey
}

/** A registry's keys, by what they are looked for. Only key ids of the registry are known: none comes with a message. */
export interface KnownKeys {
  /** Keys in force, by key id. */
  readonly servers: ReadonlyMap<string, ServerKey>
  /** A server's public keys in force, by its name: those that a session may be agreed on with. */
  keysOf(server: string): readonly { readonly id: string; readonly x: string }[]
  /** The pins of a server's TLS certificates; undefined for a server that is not named. */
  pinsOf(server: string): ReadonlySet<Pin> | undefined
  /** Who signs for a government, by key id; keys that were withdrawn are among them. */
  governmentKey(government: GovernmentCode, keyid: string): GovernmentKey | undefined
  /** The national member: the hub. */
  readonly hub: string | undefined
  /** The government whose keys sign for the hub too. */
  readonly hubGovernment: GovernmentCode | undefined
  /** The roles that a gateway may assert; undefined for all. */
  mayAssert(gateway: string): readonly string[] | undefined
}

export function knownKeys({ members, gateways, retired }: Registry): KnownKeys {
  const servers = new Map<string, ServerKey>()
  const ofGovernments = new Map<string, GovernmentKey>()
  for (const { name, identity, governments } of members) {
    for (const x of identity?.keys ?? []) {
      const key = verifyingKey(x)
      servers.set(key.id, { owner: name, kind: 'MEMBER', key })
      for (const government of governments) ofGovernments.set(`${government} ${key.id}`, { key, until: Infinity })
    }
  }
  for (const { name, identity } of gateways) {
    for (const x of identity.keys) {
      const key = verifyingKey(x)
      servers.set(key.id, { owner: name, kind: 'GATEWAY', key })
    }
  }
  for (const { key: x, governments, until } of retired) {
    const key = verifyingKey(x)
    for (const government of governments) {
      const place = `${government} ${key.id}`
      // A key that is still in force for a government is not ended by what it once signed for another.
      if (!ofGovernments.has(place)) ofGovernments.set(place, { key, until: Date.parse(until) })
    }
  }
  const keysOf = new Map(
    [...members, ...gateways].map(({ name, identity }) => [
      name,
      (identity?.keys ?? []).map((x) => ({ id: verifyingKey(x).id, x })),
    ]),
  )
  const pins = new Map(
    [...members, ...gateways].flatMap(({ name, identity }) => (identity ? [[name, pinsOf(identity)] as const] : [])),
  )
  const assertable = new Map(gateways.map(({ name, mayAssert }) => [name, mayAssert]))
  const national = members.find(({ tier }) => tier === 'NATIONAL')
  return {
    servers,
    pinsOf: (server) => pins.get(server),
    keysOf: (server) => keysOf.get(server) ?? [],
    governmentKey: (government, keyid) => ofGovernments.get(`${government} ${keyid}`),
    hub: national?.name,
    hubGovernment: national?.governments[0],
    mayAssert: (gateway) => assertable.get(gateway),
  }
}
