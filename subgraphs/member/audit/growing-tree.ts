import { type Hash, joinSubtrees, nodeHash } from '@lawang/schema/audit/merkle'

/** The tree of leaves that are added one after the other, in memory of the logarithm of their number. */
export function growingTree() {
  const stack: { readonly level: number; readonly hash: Hash }[] = []
  const complete = new Map<string, Hash>()
  let size = 0
  return {
    complete,
    get size() {
      return size
    },
    add(leaf: Hash) {
      size += 1
      let entry = { level: 0, hash: leaf }
      for (let left = stack.at(-1); left?.level === entry.level; left = stack.at(-1)) {
        stack.pop()
        entry = { level: entry.level + 1, hash: nodeHash(left.hash, entry.hash) }
        if (entry.level % 8 === 0) complete.set(`${entry.level}/${size / 2 ** entry.level - 1}`, entry.hash)
      }
      stack.push(entry)
    },
    root: () => joinSubtrees(stack.map(({ hash }) => hash)),
  }
}
