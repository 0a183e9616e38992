import { incarnationOf, isSameHead, sharedWith, type TreeHead } from './heads.ts'
import type { Hash } from './merkle.ts'
import { isExtension } from './proofs.ts'

/** That a head extends `base`, which its member has signed before. */
export interface ExtensionProof {
  readonly base: TreeHead
  readonly path: readonly Hash[]
}

/** Why two heads that one member has signed are of two histories. The words are stable: they are kept and shown. */
export const FORK_REASONS = ['SAME_SIZE', 'OTHER_PAST', 'SHRUNK', 'FORMER_LIFE', 'NO_EXTENSION'] as const
export type ForkReason = (typeof FORK_REASONS)[number]

export type HeadVerdict =
  /** It was shown before. */
  | { readonly kind: 'KNOWN' }
  /** Nothing that is known of the member bears on it. */
  | { readonly kind: 'FIRST' }
  | { readonly kind: 'EXTENDS' }
  /** A new life: the database was restored, and says so. `lost`: leaves of the life before that it does not have. */
  | { readonly kind: 'RESTORED'; readonly lost: number }
  /** It has to be shown that it extends `base`. */
  | { readonly kind: 'PROOF_NEEDED'; readonly base: TreeHead }
  | { readonly kind: 'FORKED'; readonly reason: ForkReason; readonly other: TreeHead }

/**
 * Judges a head by all that is known of its member: signatures have been checked. Pure. `known` holds at least the
 * newest heads of each incarnation.
 */
export function judgeHead(known: readonly TreeHead[], head: TreeHead, proof?: ExtensionProof): HeadVerdict {
  if (known.some((other) => isSameHead(other, head))) return { kind: 'KNOWN' }
  for (const other of known) {
    const reason = conflictOf(other, head)
    if (reason) return { kind: 'FORKED', reason, other }
  }
  const base = baseOf(known, head)
  if (base) {
    if (!proof || !isSameHead(proof.base, base)) return { kind: 'PROOF_NEEDED', base }
    if (!isExtension(base, head, proof.path)) return { kind: 'FORKED', reason: 'NO_EXTENSION', other: base }
  }
  const newest = Math.max(...known.map(incarnationOf))
  if (known.length > 0 && newest < incarnationOf(head)) {
    const most = Math.max(...known.filter((other) => incarnationOf(other) === newest).map(({ size }) => size))
    return { kind: 'RESTORED', lost: Math.max(0, most - sharedWith(head, newest)) }
  }
  return { kind: base ? 'EXTENDS' : 'FIRST' }
}

/** What two heads show by themselves, without any proof: anybody who has both can see it. */
export function conflictOf(earlier: TreeHead, later: TreeHead): ForkReason | undefined {
  const [a, b] = [incarnationOf(earlier), incarnationOf(later)]
  const comesLater = Date.parse(later.at) > Date.parse(earlier.at)
  if (a !== b) return comesLater && a > b ? 'FORMER_LIFE' : undefined
  if (JSON.stringify(earlier.lives) !== JSON.stringify(later.lives)) return 'OTHER_PAST'
  if (earlier.size === later.size) return earlier.root === later.root ? undefined : 'SAME_SIZE'
  return comesLater && later.size < earlier.size ? 'SHRUNK' : undefined
}

/** The largest known head that this one says it extends: of its own life, or of a former one before the restore. */
export function baseOf(known: readonly TreeHead[], head: TreeHead): TreeHead | undefined {
  return known
    .filter((other) => other.size <= Math.min(head.size, sharedWith(head, incarnationOf(other))))
    .toSorted((a, b) => b.size - a.size || Date.parse(b.at) - Date.parse(a.at))
    .at(0)
}
