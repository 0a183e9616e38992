import { sha256Hex, sha256OfParts } from '../digest.ts'

/**
 * The Merkle tree of RFC 6962 §2.1 over SHA-256. Leaves and inner nodes are hashed under different prefixes, so that a leaf
 * can never be shown as a node. Hashes are lower-case hexadecimal.
 */
export type Hash = string

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** The root of the tree without leaves. */
export const EMPTY_ROOT: Hash = sha256Hex('')

export function leafHash(data: Uint8Array | string): Hash {
  return sha256OfParts(LEAF, data)
}

export function nodeHash(left: Hash, right: Hash): Hash {
  return sha256OfParts(NODE, { digest: left }, { digest: right })
}

/** A complete subtree: the 2^level leaves from index × 2^level on. */
export interface Subtree {
  readonly level: number
  readonly index: number
}

/** Leaves from `from` up to, and without, `to`. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** The complete subtrees that a range is made of, from left to right. A range begins where a subtree of its size may. */
export function subtreesOf({ from, to }: Range): readonly Subtree[] {
  const subtrees: Subtree[] = []
  let at = from
  while (at < to) {
    let level = 0
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1
    subtrees.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return subtrees
}

/** The hash of a range, by those of its complete subtrees from left to right. */
export function joinSubtrees(hashes: readonly Hash[]): Hash {
  if (hashes.length === 0) return EMPTY_ROOT
  return hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The largest power of two below `size`: the left part of a tree of more than one leaf. */
export function leftPart(size: number): number {
  let part = 1
  while (part * 2 < size) part *= 2
  return part
}
