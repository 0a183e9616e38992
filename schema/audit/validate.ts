import {
  byKind,
  listOf,
  literal,
  MalformedMessage,
  oneOfList,
  type Parse,
  record,
  textThat,
} from '../exchange/parse.ts'
import { hash, instant, natural, positive, signature } from '../exchange/validate-leaves.ts'
import type { Life, TreeHead } from './heads.ts'
import { type ExtensionProof, FORK_REASONS } from './judge-head.ts'
import type { HeadAnswer, HeadShown, HeadsKnown } from './messages.ts'

/** Reads what members say of audit logs: unknown → message, or `MalformedMessage` with the exact place. */

const member = textThat((value) => /^[a-z0-9-]{1,60}$/.test(value), 'the name of a member')

/** A network's restores are few, and a proof has a hash or two for each doubling of a log. */
const MOST_LIVES = 1_000
const MOST_HASHES = 128
const MOST_PROOFS = 50

const life = listOf(record<Life>({ incarnation: positive, since: natural }))
const lives: Parse<readonly Life[]> = (value, path) => {
  const read = life(value, path)
  const isInOrder = read.every(({ incarnation, since }, i) => {
    const before = read[i - 1]
    return before ? incarnation > before.incarnation && since >= before.since : since === 0
  })
  if (read.length > 0 && read.length <= MOST_LIVES && isInOrder) return read
  throw new MalformedMessage(path, 'a list of lives in their order, the first from 0')
}

const headFields = record<TreeHead>({ member, lives, size: natural, root: hash, at: instant, signature })
const treeHead: Parse<TreeHead> = (value, path) => {
  const head = headFields(value, path)
  if (head.size >= (head.lives.at(-1)?.since ?? 0)) return head
  throw new MalformedMessage(`${path}.size`, 'at least what its last life began with')
}

const hashes: Parse<readonly string[]> = (value, path) => {
  const read = listOf(hash)(value, path)
  if (read.length <= MOST_HASHES) return read
  throw new MalformedMessage(path, `a list of at most ${MOST_HASHES} hashes`)
}
const proof = record<ExtensionProof>({ base: treeHead, path: hashes })
const proofs: Parse<readonly ExtensionProof[]> = (value, path) => {
  const read = listOf(proof)(value, path)
  if (read.length <= MOST_PROOFS) return read
  throw new MalformedMessage(path, `a list of at most ${MOST_PROOFS} proofs`)
}
const headShown = record<HeadShown>({ head: treeHead, proofs })
const headAnswer = byKind<HeadAnswer>({
  KEPT: record({ kind: literal('KEPT') }),
  PROOF_NEEDED: record({ kind: literal('PROOF_NEEDED'), bases: listOf(treeHead) }),
  FORKED: record({ kind: literal('FORKED'), reason: oneOfList(FORK_REASONS), other: treeHead }),
})
const headsKnown = record<HeadsKnown>({ heads: listOf(treeHead) })

export const parseTreeHead: Parse<TreeHead> = treeHead
export const parseHeadShown = (value: unknown): HeadShown => headShown(value, 'shown')
export const parseHeadAnswer = (value: unknown): HeadAnswer => headAnswer(value, 'answer')
export const parseHeadsKnown = (value: unknown): HeadsKnown => headsKnown(value, 'known')
