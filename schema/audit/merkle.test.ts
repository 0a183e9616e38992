import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EMPTY_ROOT, type Hash, joinSubtrees, leafHash, type Range, subtreesOf } from './merkle.ts'
import { consistencyRanges, inclusionRanges, isExtension, isIncluded } from './proofs.ts'

/** RFC 6962 §2.1 as it is written there, and nothing of ours: MTH(D[n]). */
function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256()
  const [only] = leaves
  if (leaves.length === 1 && only) return sha256(Uint8Array.of(0), only)
  const k = 2 ** Math.ceil(Math.log2(leaves.length) - 1)
  return sha256(Uint8Array.of(1), treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)))
}
function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}
const root = (leaves: readonly Uint8Array[]): Hash => Buffer.from(treeHash(leaves)).toString('hex')
const hexToBytes = (hex: string) => Buffer.from(hex, 'hex')
const proofOf = (leaves: readonly Uint8Array[], ranges: readonly Range[]) =>
  ranges.map(({ from, to }) => root(leaves.slice(from, to)))

/** The leaves that the implementations of Certificate Transparency test with, and the roots of the first 1 to 8 of them. */
const VECTORS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

test('roots are those of the published vectors', () => {
  const leaves = VECTORS.map(hexToBytes)
  expect(EMPTY_ROOT).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  for (const [i, expected] of ROOTS.entries()) {
    const hashes = subtreesOf({ from: 0, to: i + 1 }).map(({ level, index }) =>
      root(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)),
    )
    expect(joinSubtrees(hashes)).toBe(expected)
    expect(root(leaves.slice(0, i + 1))).toBe(expected)
  }
})

test('proofs are those of the published vectors', () => {
  const leaves = VECTORS.map(hexToBytes)
  expect(proofOf(leaves, inclusionRanges(5, 8))).toEqual([
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
  expect(proofOf(leaves, consistencyRanges(6, 8))).toEqual([
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
})

const leavesOf = (most: number) =>
  fc.array(fc.uint8Array({ maxLength: 4 }), { minLength: 1, maxLength: most }).map((leaves) => leaves as Uint8Array[])

test('the root by complete subtrees is that of the naive tree, for every size and every range of a proof', () => {
  fc.assert(
    fc.property(leavesOf(70), (leaves) => {
      const ranges = [{ from: 0, to: leaves.length }, ...inclusionRanges(leaves.length >> 1, leaves.length)]
      for (const range of ranges) {
        const hashes = subtreesOf(range).map(({ level, index }) =>
          root(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)),
        )
        expect(joinSubtrees(hashes)).toBe(root(leaves.slice(range.from, range.to)))
      }
    }),
    { numRuns: 60 },
  )
})

test('a leaf is shown at its place, and neither elsewhere nor with another content', () => {
  fc.assert(
    fc.property(leavesOf(40), fc.nat(), fc.nat(), (leaves, a, b) => {
      const size = leaves.length
      const [index, other] = [a % size, b % size]
      const proof = proofOf(leaves, inclusionRanges(index, size))
      const tree = { size, root: root(leaves) }
      const hash = leafHash(leaves[index] ?? '')
      expect(isIncluded({ hash, index }, tree, proof)).toBe(true)
      expect(isIncluded({ hash: leafHash('another leaf'), index }, tree, proof)).toBe(false)
      if (leafHash(leaves[other] ?? '') !== hash) expect(isIncluded({ hash, index: other }, tree, proof)).toBe(false)
      expect(isIncluded({ hash, index }, tree, [...proof, EMPTY_ROOT])).toBe(false)
    }),
    { numRuns: 100 },
  )
})

test('a tree is shown to extend every one of its beginnings, and no other tree', () => {
  fc.assert(
    fc.property(leavesOf(40), fc.nat(), fc.nat(), (leaves, a, b) => {
      const size = leaves.length
      const older = a % (size + 1)
      const newer = { size, root: root(leaves) }
      const proof = proofOf(leaves, consistencyRanges(older, size))
      expect(isExtension({ size: older, root: root(leaves.slice(0, older)) }, newer, proof)).toBe(true)
      expect(isExtension(newer, { size: older, root: root(leaves.slice(0, older)) }, proof)).toBe(older === size)
      if (older === 0) return
      const forged = leaves.slice(0, older).with(b % older, Uint8Array.of(1, 2, 3, 4, 5))
      const another = { size: older, root: root(forged) }
      expect(isExtension(another, newer, proof)).toBe(false)
      expect(
        isExtension(another, newer, proofOf([...forged, ...leaves.slice(older)], consistencyRanges(older, size))),
      ).toBe(false)
    }),
    { numRuns: 100 },
  )
})
