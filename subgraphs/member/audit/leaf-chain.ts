import { type Hash, leafHash } from '@lawang/schema/audit/merkle'

/** A leaf as it is stored. */
export interface LeafRow {
  readonly n: number
  readonly leaf: string
  readonly hash: Hash
}

/** A leaf whose follower, which names its hash, has not been read yet. */
interface Pending extends LeafRow {
  readonly own: Hash
}

/**
 * Looks through leaves in their order, and gives the hashes that the tree is made of to `grow`. Where a text and its stored
 * hash do not fit together, the leaf behind says which of the two was changed, and of a leaf that is missing it has the hash:
 * so each fault is told of once, at its place, and what follows is compared all the same.
 */
export function leafChain(grow: (hash: Hash) => void) {
  const faults: string[] = []
  let next = 0
  let pending: Pending | undefined

  const settle = (named: unknown): void => {
    if (!pending) return
    const { n, own, hash } = pending
    pending = undefined
    if (own !== hash) faults.push(`Leaf ${n} has not the hash of its text`)
    if (named !== undefined && named !== own && named !== hash) {
      faults.push(`Leaf ${n + 1} is not bound to the one before`)
    }
    grow(named === hash && isHash(hash) ? hash : own)
  }

  const fillGap = (end: number, named: unknown): void => {
    settle(undefined)
    const many = end - next
    faults.push(many === 1 ? `Leaf ${next} is missing` : `Leaves ${next} to ${end - 1} are missing`)
    for (let n = next; n < end; n++) grow(n === end - 1 && isHash(named) ? named : UNKNOWN)
  }

  return {
    add(row: LeafRow): void {
      const said = readLeaf(row.leaf)
      const previous = said?.previous
      if (row.n > next) fillGap(row.n, previous)
      else if (row.n === 0 && said && previous !== '') faults.push('Leaf 0 says that it is not the first')
      else settle(previous)
      if (said ? said.n !== row.n : leafHash(row.leaf) === row.hash) {
        faults.push(`Leaf ${row.n} says that it is another`)
      }
      pending = { ...row, own: leafHash(row.leaf) }
      next = row.n + 1
    },
    /** All that was found, when no more leaves come. */
    end(): readonly string[] {
      settle(undefined)
      return faults
    },
  }
}

/** Stands for a leaf of which nothing is known: no tree with it is one that was signed. */
const UNKNOWN = leafHash('')

function isHash(value: unknown): value is Hash {
  return typeof value === 'string' && /^[\da-f]{64}$/.test(value)
}

/** What a leaf says of its place; undefined where its text is none of a leaf. */
function readLeaf(text: string): { readonly n: unknown; readonly previous: unknown } | undefined {
  try {
    const { n, previous } = Object(JSON.parse(text))
    return { n, previous }
  } catch {
    return undefined
  }
}
