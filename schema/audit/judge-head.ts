import { incarnationOf, isSameHead, lineageOf, sharedWith, type TreeHead } from './heads.ts'
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
  /** Its member has shown none before. */
  | { readonly kind: 'FIRST' }
  | { readonly kind: 'EXTENDS' }
  /** It was signed before what is known, which it does not go on from: the next has to extend it as well. */
  | { readonly kind: 'LATE' }
  /** A new life: the database was restored, and says so. `lost`: leaves of the life before that it does not have. */
  | { readonly kind: 'RESTORED'; readonly lost: number }
  /** It has to be shown that it extends each of these. */
  | { readonly kind: 'PROOF_NEEDED'; readonly bases: readonly TreeHead[] }
  | { readonly kind: 'FORKED'; readonly reason: ForkReason; readonly other: TreeHead }

/** What a witness knows of a member. */
export interface KnownHeads {
  /** What the member itself has shown, each proved to extend those before it: at least the largest of each life. */
  readonly proved: readonly TreeHead[]
  /** What others have passed on since, of which nothing is proved yet. */
  readonly heard: readonly TreeHead[]
}

/** Judges a head that its member shows, by all that is known of the member: signatures have been checked. Pure. */
export function judgeHead(
  { proved, heard }: KnownHeads,
  head: TreeHead,
  proofs: readonly ExtensionProof[] = [],
): HeadVerdict {
  if (proved.some((other) => isSameHead(other, head))) return { kind: 'KNOWN' }
  const known = [...proved, ...heard]
  for (const other of known) {
    const reason = conflictOf(other, head)
    if (reason) return { kind: 'FORKED', reason, other }
  }
  const bases = basesOf({ proved, heard }, head)
  for (const base of bases) {
    const proof = proofs.find((each) => isSameHead(each.base, base))
    if (proof && !isExtension(base, head, proof.path)) return { kind: 'FORKED', reason: 'NO_EXTENSION', other: base }
  }
  if (bases.some((base) => !proofs.some((each) => isSameHead(each.base, base)))) return { kind: 'PROOF_NEEDED', bases }
  const isFirst = proved.length === 0
  return newLifeOf(proved, head) ?? { kind: isFirst ? 'FIRST' : bases.length > 0 ? 'EXTENDS' : 'LATE' }
}

function newLifeOf(known: readonly TreeHead[], head: TreeHead): HeadVerdict | undefined {
  const newest = Math.max(...known.map(incarnationOf))
  if (known.length === 0 || newest >= incarnationOf(head)) return undefined
  const most = Math.max(...known.filter((other) => incarnationOf(other) === newest).map(({ size }) => size))
  return { kind: 'RESTORED', lost: Math.max(0, most - sharedWith(head, newest)) }
}

/** What two heads show by themselves, without any proof: anybody who has both can see it. */
export function conflictOf(earlier: TreeHead, later: TreeHead): ForkReason | undefined {
  const [a, b] = [incarnationOf(earlier), incarnationOf(later)]
  const comesLater = Date.parse(later.at) > Date.parse(earlier.at)
  if (a !== b) return comesLater && a > b ? 'FORMER_LIFE' : undefined
  if (lineageOf(earlier) !== lineageOf(later)) return 'OTHER_PAST'
  if (earlier.size === later.size) return earlier.root === later.root ? undefined : 'SAME_SIZE'
  return comesLater && later.size < earlier.size ? 'SHRUNK' : undefined
}

/** What a head has to be shown to extend: the largest that was proved before, and all that was heard since. */
export function basesOf({ proved, heard }: KnownHeads, head: TreeHead): readonly TreeHead[] {
  const extended = (known: readonly TreeHead[]) => known.filter((other) => saysToExtend(head, other))
  const largest = extended(proved)
    .toSorted((a, b) => b.size - a.size || Date.parse(b.at) - Date.parse(a.at))
    .slice(0, 1)
  return [...largest, ...extended(heard).filter((other) => !isSameHead(other, head))]
}

/** Whether all leaves of another head are among those that this one says it has: of its own life, or before the restore. */
export function saysToExtend(head: TreeHead, other: TreeHead): boolean {
  return other.size <= Math.min(head.size, sharedWith(head, incarnationOf(other)))
}
