import { canonicalJson } from '../exchange/chain.ts'
import type { GovernmentCode } from '../region.ts'
import { type Hash, leafHash } from './merkle.ts'

export const ENTRY_TYPES = [
  'ACTED',
  'IDENTITY_SHOWN',
  'IDENTITY_CORRECTED',
  'IDENTITY_ERASED',
  'MANDATE_REGISTERED',
  'MANDATE_ENDED',
  'SECRETARIAT_MOVED',
  'REFUSED',
  'KEY_IN_USE',
  'REGISTRY_IN_USE',
  'RULES_IN_USE',
] as const

/**
 * What a transaction writes beside what it does. Nothing here names a person: `row` is the digest of the row that does,
 * in a table of this member that people are struck from by other rules.
 */
export interface AuditEntry {
  readonly type: (typeof ENTRY_TYPES)[number]
  /** ISO 8601 in UTC. */
  readonly at: string
  /** The id of the case, complaint, decree or agency that it is about. */
  readonly about?: string
  readonly government?: GovernmentCode
  /** The act on a case, the code of a refusal, the id of a key, a version. */
  readonly detail?: string
  readonly row?: string
  /** How many refusals of one code in a minute. */
  readonly count?: number
}

/** A row of the member's log, which its transaction has written for the hub: what it says is bound by its digest. */
export interface LoggedRow {
  readonly incarnation: number
  readonly n: number
  readonly type: string
  readonly complaint?: string
  /** The event's hash; of messages without an event the SHA-256 of their canonical JSON. */
  readonly digest: Hash
}

export type AuditedAct =
  | { readonly kind: 'ENTRY'; readonly entry: AuditEntry; readonly id: number }
  | { readonly kind: 'LOGGED'; readonly row: LoggedRow }

/** A leaf of the audit log: an act with its place, bound to the leaf before. */
export interface AuditLeaf {
  /** From 0. */
  readonly n: number
  /** The hash of the leaf before; '' for the first. */
  readonly previous: Hash
  readonly act: AuditedAct
}

/** The text that a leaf's hash is over: the same leaf has the same text everywhere. */
export function leafText(leaf: AuditLeaf): string {
  return canonicalJson(leaf)
}

/** The leaves that follow a leaf, with their texts and hashes. */
export function placeActs(
  after: { readonly n: number; readonly hash: Hash } | undefined,
  acts: readonly AuditedAct[],
): readonly { readonly n: number; readonly text: string; readonly hash: Hash; readonly act: AuditedAct }[] {
  let previous = after?.hash ?? ''
  const first = (after?.n ?? -1) + 1
  return acts.map((act, i) => {
    const n = first + i
    const text = leafText({ n, previous, act })
    previous = leafHash(text)
    return { n, text, hash: previous, act }
  })
}
