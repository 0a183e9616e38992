import type { TreeHead, UnsignedHead } from '@lawang/schema/audit/heads'
import type { HeadShown } from '@lawang/schema/audit/messages'
import { witnessesOf } from '@lawang/schema/audit/witnesses'
import { sha256Hex } from '@lawang/schema/digest'
import { serverSeal } from '@lawang/trust/http/exchange-seal'
import type { SigningKey } from '@lawang/trust/keys/signing-key'
import { isSignedHead, signHead } from '@lawang/trust/objects/tree-heads'
import type { FollowedRegistry } from '@lawang/trust/registry/followed-registry'
import { type PeerTls, pinnedAgent } from '@lawang/trust/tls/pinned-connection'
import type { Database } from '../store/database.ts'
import { noteInUse } from './entries.ts'
import type { Fork } from './kept-heads.ts'
import { createWitness, type Witness } from './witness.ts'
import { createHttpWitness, type WitnessPort } from './witness-port.ts'

/** A member's part in the audit of a signed network. */
export interface AuditParty {
  /** This member's name in the registry. */
  readonly name: string
  readonly key: SigningKey
  readonly network: FollowedRegistry
  /** How it speaks TLS with others; undefined where it does not. */
  readonly peer?: PeerTls | undefined
}

export interface Audit {
  readonly witness: Witness
  readonly showing: {
    readonly member: string
    readonly sign: (head: UnsignedHead) => TreeHead
    readonly isOwn: (head: TreeHead) => boolean
    readonly witnesses: () => readonly WitnessPort[]
  }
}

export interface AuditOptions extends AuditParty {
  readonly database: Database
  readonly now: () => Date
  readonly onFork: (fork: Fork) => void
  readonly report: (sentence: string) => void
}

/**
 * Keeps others' heads, and shows its own. What a member has shown here is passed on to the hub, which so learns when it was
 * shown something else.
 */
export function openAudit({ name, key, network, peer, database, now, onFork, report }: AuditOptions): Audit {
  const isSigned = (head: TreeHead) => isSignedHead(head, network.registry(), network.keys())
  const ports = portsOf({ name, key, network, peer })
  const passOn = (shown: HeadShown) => {
    const hub = network.keys().hub
    const port = hub === undefined || hub === name || hub === shown.head.member ? undefined : ports.to(hub)
    port?.show(shown).catch(() => report(`A head of ${shown.head.member} could not be passed on to ${hub}`))
  }
  return {
    witness: createWitness({ database, isSigned, now, onKept: passOn, onFork }),
    showing: {
      member: name,
      sign: (head) => signHead(head, key),
      isOwn: (head) => head.member === name && isSigned(head),
      witnesses: () => witnessesOf(name, network.registry().members).flatMap((each) => ports.to(each.name) ?? []),
    },
  }
}

function portsOf({ name, key, network, peer }: AuditParty) {
  return {
    to(other: string): WitnessPort | undefined {
      const entry = network.registry().members.find((each) => each.name === other)
      if (!entry || other === name) return undefined
      const seal = serverSeal(
        key,
        () => network.keys(),
        () => Date.now(),
        () => other,
      )
      const agent = peer && entry.url.startsWith('https:') ? pinnedAgent(peer, other, 0) : undefined
      return createHttpWitness(other, entry.url, seal, agent)
    },
  }
}

/** Writes down with what a process has started, where that is not what the one before had. */
export async function noteStart(
  database: Database,
  {
    key,
    network,
    rules,
  }: { readonly key?: SigningKey | undefined; readonly network: FollowedRegistry; readonly rules: string },
  at: Date,
): Promise<void> {
  const moment = at.toISOString()
  if (key) await noteInUse(database, { type: 'KEY_IN_USE', detail: key.id, at: moment })
  await noteInUse(database, { type: 'RULES_IN_USE', detail: rules, at: moment })
  await noteInUse(database, { type: 'REGISTRY_IN_USE', detail: registryDigest(network), at: moment })
}

/** What changes with a role or a key of somebody else; the addresses and the version alone do not. */
function registryDigest(network: FollowedRegistry): string {
  const { members, gateways, retired } = network.registry()
  const parts = [members.map(({ name, governments, identity }) => ({ name, governments, identity })), gateways, retired]
  return sha256Hex(JSON.stringify(parts))
}
