import { witnessesOf } from '@lawang/schema/audit/witnesses'
import type { Registry } from '@lawang/schema/network'
import { generateKeyText, readSigningKey, type SigningKey } from '@lawang/trust/keys/signing-key'
import { isSignedHead, signHead } from '@lawang/trust/objects/tree-heads'
import { knownKeys } from '@lawang/trust/registry/known-keys'
import type { Database } from '../../store/database.ts'
import type { Fork } from '../kept-heads.ts'
import { createSequencer } from '../sequence.ts'
import { type ShowHeadsOptions, type ShowingResult, showHeads } from '../show-heads.ts'
import { createWitness, type Witness } from '../witness.ts'
import type { WitnessPort } from '../witness-port.ts'

/** The audit of a network of three, each over a database of its own, without sockets between them. */
export interface AuditedNetwork {
  readonly registry: Registry
  readonly forks: readonly (Fork & { readonly at: string })[]
  /** What a member shows to its witnesses; `database` is another one of its, where one was put in its place. */
  show(member: string, database?: Database): Promise<ShowingResult>
  /** Has a member show its log without asking first what others have: as no honest one does. */
  showBlindly(member: string, database: Database, options?: { readonly to?: string }): Promise<ShowingResult>
  witness(name: string): Witness
}

const TIERS = { national: 'NATIONAL', provincial: 'PROVINCIAL', regency: 'REGENCY' } as const
const GOVERNMENTS = { national: ['00'], provincial: ['64'], regency: ['64.08'] } as const
export const MEMBERS = ['national', 'provincial', 'regency'] as const

export function auditNetwork(
  databases: Readonly<Record<(typeof MEMBERS)[number], Database>>,
  now: () => Date,
): AuditedNetwork {
  const keys = new Map<string, SigningKey>(
    MEMBERS.map((name) => [name, readSigningKey(generateKeyText({ isDevelopment: true }))]),
  )
  const registry: Registry = {
    ...{ sequence: 1, environment: 'development', gateways: [], retired: [] },
    members: MEMBERS.map((name) => ({
      ...{ name, tier: TIERS[name], governments: GOVERNMENTS[name], url: `https://${name}.example` },
      identity: { keys: [keys.get(name)?.x ?? ''] },
    })),
  }
  const known = knownKeys(registry)
  const isSigned = (head: Parameters<typeof isSignedHead>[0]) => isSignedHead(head, registry, known)
  const forks: (Fork & { readonly at: string })[] = []
  const witnesses = new Map<string, Witness>()
  const portTo = (from: string, name: string): WitnessPort => {
    const witness = () => witnesses.get(name) as Witness
    return { name, known: () => witness().knownOf(from), show: (shown) => witness().take(shown, from) }
  }
  const passing: Promise<unknown>[] = []
  for (const name of MEMBERS) {
    witnesses.set(
      name,
      createWitness({
        ...{ database: databases[name], isSigned, now },
        onKept: (shown) => {
          const isHubs = name === 'national' || shown.head.member === 'national'
          if (!isHubs) passing.push(portTo(name, 'national').show(shown))
        },
        onFork: (fork) => forks.push({ ...fork, at: name }),
      }),
    )
  }
  const optionsOf = (member: (typeof MEMBERS)[number], database: Database): ShowHeadsOptions => ({
    ...{ member, database, sequencer: createSequencer(database), now },
    sign: (head) => signHead(head, keys.get(member) as SigningKey),
    isOwn: (head) => isSigned(head),
    witnesses: () => witnessesOf(member, registry.members).map(({ name }) => portTo(member, name)),
  })
  const settled = async (showing: Promise<ShowingResult>) => {
    const result = await showing
    await Promise.all(passing.splice(0))
    return result
  }
  const named = (member: string) => member as (typeof MEMBERS)[number]
  return {
    ...{ registry, forks },
    show: (member, database = databases[named(member)]) => settled(showHeads(optionsOf(named(member), database))),
    showBlindly(member, database, { to } = {}) {
      const options = optionsOf(named(member), database)
      const ports = options.witnesses().filter(({ name }) => to === undefined || name === to)
      return settled(showHeads({ ...options, isOwn: () => false, witnesses: () => ports }))
    },
    witness: (name) => witnesses.get(name) as Witness,
  }
}
