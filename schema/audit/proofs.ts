import { type Hash, leftPart, nodeHash, type Range } from './merkle.ts'

/**
 * Which parts of a tree prove that a leaf is in it, or that it extends an earlier one, and what such a proof shows
 * (RFC 6962 §2.1.1 and §2.1.2; the checks as in RFC 9162 §2.1.3.2 and §2.1.4.2). A proof is the hashes of ranges in order.
 */

/** The ranges whose hashes prove that the leaf `index` is in the tree of the first `size` leaves. */
export function inclusionRanges(index: number, size: number): readonly Range[] {
  return pathOf(index, { from: 0, to: size })
}

function pathOf(index: number, { from, to }: Range): readonly Range[] {
  if (to - from <= 1) return []
  const middle = from + leftPart(to - from)
  return index < middle
    ? [...pathOf(index, { from, to: middle }), { from: middle, to }]
    : [...pathOf(index, { from: middle, to }), { from, to: middle }]
}

/** The ranges whose hashes prove that the tree of the first `newer` leaves extends that of the first `older`. */
export function consistencyRanges(older: number, newer: number): readonly Range[] {
  return older === 0 || older === newer ? [] : extensionOf(older, { from: 0, to: newer }, true)
}

/** `isWhole`: the older tree is the range so far, whose hash whoever checks has already. */
function extensionOf(older: number, { from, to }: Range, isWhole: boolean): readonly Range[] {
  if (older === to) return isWhole ? [] : [{ from, to }]
  const middle = from + leftPart(to - from)
  return older <= middle
    ? [...extensionOf(older, { from, to: middle }, isWhole), { from: middle, to }]
    : [...extensionOf(older, { from: middle, to }, false), { from, to: middle }]
}

/** Whether a proof shows that a leaf of this hash stands at `index` of the tree of `size` leaves with this root. */
export function isIncluded(
  { hash, index }: { readonly hash: Hash; readonly index: number },
  { size, root }: { readonly size: number; readonly root: Hash },
  proof: readonly Hash[],
): boolean {
  if (index >= size) return false
  let place = index
  let last = size - 1
  let found = hash
  for (const part of proof) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      found = nodeHash(part, found)
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else {
      found = nodeHash(found, part)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && found === root
}

/** A tree as somebody has said that it is. */
export interface StatedTree {
  readonly size: number
  readonly root: Hash
}

/** Whether a proof shows that the newer tree begins with all leaves of the older one, in their order. */
export function isExtension(older: StatedTree, newer: StatedTree, proof: readonly Hash[]): boolean {
  if (older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && older.root === newer.root
  // The tree without leaves is the beginning of every tree.
  if (older.size === 0) return proof.length === 0
  const [seed, ...path] = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof
  if (seed === undefined) return false
  let place = older.size - 1
  let last = newer.size - 1
  while (place % 2 === 1) [place, last] = [half(place), half(last)]
  let [before, after] = [seed, seed]
  for (const part of path) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      before = nodeHash(part, before)
      after = nodeHash(part, after)
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else {
      after = nodeHash(after, part)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && before === older.root && after === newer.root
}

function half(place: number): number {
  return Math.floor(place / 2)
}

function isPowerOfTwo(size: number): boolean {
  return leftPart(size) * 2 === size || size === 1
}
