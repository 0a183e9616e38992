import { expect, test } from 'vitest'
import type { Life, TreeHead } from './heads.ts'
import { judgeHead } from './judge-head.ts'
import { EMPTY_ROOT, type Hash, joinSubtrees, leafHash, type Range, subtreesOf } from './merkle.ts'
import { consistencyRanges } from './proofs.ts'

const signature = { keyid: 'k'.repeat(43), value: 's'.repeat(86) }

/** A log of which a test writes as many leaves as it likes; `word` tells one history from another. */
function logOf(word: string, upTo = 200): readonly Hash[] {
  return Array.from({ length: upTo }, (_, n) => leafHash(`${word} ${n}`))
}
function rangeHash(log: readonly Hash[], range: Range): Hash {
  const subtree = (level: number, index: number): Hash =>
    level === 0 ? (log[index] ?? '') : joinSubtrees([subtree(level - 1, index * 2), subtree(level - 1, index * 2 + 1)])
  return joinSubtrees(subtreesOf(range).map(({ level, index }) => subtree(level, index)))
}

const FIRST_LIFE: readonly Life[] = [{ incarnation: 1, since: 0 }]
function headOf(log: readonly Hash[], size: number, minute: number, lives = FIRST_LIFE): TreeHead {
  const root = size === 0 ? EMPTY_ROOT : rangeHash(log, { from: 0, to: size })
  return { member: 'door', lives, size, root, at: new Date(minute * 60_000).toISOString(), signature }
}
const proofFrom = (log: readonly Hash[], base: TreeHead, size: number) => ({
  base,
  path: consistencyRanges(base.size, size).map((range) => rangeHash(log, range)),
})

const proved = (...heads: readonly TreeHead[]) => ({ proved: heads, heard: [] })

const truth = logOf('truth')
const another = [...truth.slice(0, 50), ...logOf('another').slice(50)]
const hundred = headOf(truth, 100, 10)

test('the first head of a member is taken, and so is the same one again', () => {
  expect(judgeHead(proved(), hundred)).toEqual({ kind: 'FIRST' })
  expect(judgeHead(proved(hundred), hundred)).toEqual({ kind: 'KNOWN' })
})

test('a later head is taken when it is shown to extend the largest that is known', () => {
  const small = headOf(truth, 30, 5)
  const later = headOf(truth, 150, 20)
  expect(judgeHead(proved(small, hundred), later)).toEqual({ kind: 'PROOF_NEEDED', bases: [hundred] })
  expect(judgeHead(proved(small, hundred), later, [proofFrom(truth, small, 150)])).toEqual({
    kind: 'PROOF_NEEDED',
    bases: [hundred],
  })
  expect(judgeHead(proved(small, hundred), later, [proofFrom(truth, hundred, 150)])).toEqual({ kind: 'EXTENDS' })
})

test('nothing has happened in an hour: the same tree, said again', () => {
  expect(judgeHead(proved(hundred), headOf(truth, 100, 70), [proofFrom(truth, hundred, 100)])).toEqual({
    kind: 'EXTENDS',
  })
})

test('two trees of one size are a fork, whichever was said first', () => {
  const fork = headOf(another, 100, 20)
  expect(judgeHead(proved(hundred), fork)).toEqual({ kind: 'FORKED', reason: 'SAME_SIZE', other: hundred })
  expect(judgeHead(proved(fork), hundred)).toEqual({ kind: 'FORKED', reason: 'SAME_SIZE', other: fork })
})

test('a head that is no extension is a fork', () => {
  const fork = headOf(another, 150, 20)
  expect(judgeHead(proved(hundred), fork, [proofFrom(another, hundred, 150)])).toEqual({
    kind: 'FORKED',
    reason: 'NO_EXTENSION',
    other: hundred,
  })
})

test('a log that has become shorter is a fork; a head that is late on its way is none', () => {
  expect(judgeHead(proved(hundred), headOf(truth, 90, 20))).toMatchObject({ kind: 'FORKED', reason: 'SHRUNK' })
  expect(judgeHead(proved(hundred), headOf(truth, 90, 5))).toEqual({ kind: 'LATE' })
})

test('what another witness has passed on has to be extended too, beside what was proved here', () => {
  const known = { proved: [headOf(another, 60, 5)], heard: [hundred] }
  const later = headOf(truth, 150, 20)
  expect(judgeHead(known, later)).toEqual({ kind: 'PROOF_NEEDED', bases: [...known.proved, hundred] })
  const shown = [known.proved[0] ?? hundred, hundred].map((base) => proofFrom(truth, base, 150))
  expect(judgeHead(known, later, shown)).toMatchObject({ reason: 'NO_EXTENSION', other: known.proved[0] })
  expect(
    judgeHead({ proved: [headOf(truth, 60, 5)], heard: [hundred] }, later, [
      proofFrom(truth, headOf(truth, 60, 5), 150),
      proofFrom(truth, hundred, 150),
    ]),
  ).toEqual({ kind: 'EXTENDS' })
})

test('a head that was heard of before its member shows it is judged all the same', () => {
  expect(judgeHead({ proved: [], heard: [hundred] }, hundred)).toEqual({ kind: 'FIRST' })
})

const SECOND_LIFE = [...FIRST_LIFE, { incarnation: 2, since: 80 }]
const second = [...truth.slice(0, 80), ...logOf('second').slice(80)]

test('a restored member announces the break: what it had before is proved, what it has lost is counted', () => {
  const before = headOf(truth, 60, 5)
  const restored = headOf(second, 120, 30, SECOND_LIFE)
  expect(judgeHead(proved(before, hundred), restored)).toEqual({ kind: 'PROOF_NEEDED', bases: [before] })
  expect(judgeHead(proved(before, hundred), restored, [proofFrom(second, before, 120)])).toEqual({
    kind: 'RESTORED',
    lost: 20,
  })
  const next = headOf(second, 130, 40, SECOND_LIFE)
  expect(judgeHead(proved(before, hundred, restored), next, [proofFrom(second, restored, 130)])).toEqual({
    kind: 'EXTENDS',
  })
})

test('a restore is no way to write the past anew', () => {
  const before = headOf(truth, 60, 5)
  const rewritten = headOf(another, 120, 30, SECOND_LIFE)
  expect(judgeHead(proved(before), rewritten, [proofFrom(another, before, 120)])).toMatchObject({
    reason: 'NO_EXTENSION',
  })
})

test('a life that has ended does not speak again, and no life changes where it began', () => {
  const restored = headOf(second, 120, 30, SECOND_LIFE)
  expect(judgeHead(proved(restored), headOf(truth, 140, 40))).toMatchObject({ reason: 'FORMER_LIFE' })
  expect(judgeHead(proved(restored), headOf(truth, 100, 20))).toEqual({ kind: 'LATE' })
  const moved = headOf(second, 130, 40, [...FIRST_LIFE, { incarnation: 2, since: 70 }])
  expect(judgeHead(proved(restored), moved)).toMatchObject({ reason: 'OTHER_PAST' })
})
