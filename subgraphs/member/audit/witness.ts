import { incarnationOf, isSameHead, type TreeHead } from '@lawang/schema/audit/heads'
import { type HeadVerdict, judgeHead } from '@lawang/schema/audit/judge-head'
import type { HeadAnswer, HeadShown, HeadsKnown } from '@lawang/schema/audit/messages'
import { Refusal } from '@lawang/schema/errors'
import type { Database, Transaction } from '../store/database.ts'
import { type Fork, keepFork, keepHead, lockHeads, readKnownHeads } from './kept-heads.ts'

/** What this member keeps of others' audit logs. */
export interface Witness {
  /** Judges a head that `by` shows, its member or another witness, and keeps it. Refuses UNTRUSTED_REQUEST. */
  take(shown: HeadShown, by: string): Promise<HeadAnswer>
  knownOf(member: string): Promise<HeadsKnown>
}

export interface WitnessOptions {
  readonly database: Database
  /** Whether a head is signed by the member that it names. */
  readonly isSigned: (head: TreeHead) => boolean
  readonly now: () => Date
  /** Told of what has been kept of the member that showed it: another witness may have been shown something else. */
  readonly onKept: (shown: HeadShown) => void
  /** Told of each fork, with all that shows it. */
  readonly onFork: (fork: Fork) => void
}

export function createWitness({ database, isSigned, now, onKept, onFork }: WitnessOptions): Witness {
  const requireSigned = (head: TreeHead) => {
    if (!isSigned(head)) throw new Refusal('UNTRUSTED_REQUEST', undefined, { reason: 'FORGED' })
  }
  return {
    async take(shown, by) {
      const { head, proofs } = shown
      for (const each of [head, ...proofs.map(({ base }) => base)]) requireSigned(each)
      const isPassedOn = by !== head.member
      const verdict = await database.transaction(async (tx) => {
        await lockHeads(tx, head.member)
        return isPassedOn ? hear(tx, shown, now()) : judge(tx, shown, now())
      })
      if (verdict.kind === 'FORKED') onFork({ one: verdict.other, other: head, reason: verdict.reason })
      const isShown = verdict.kind !== 'PROOF_NEEDED' && verdict.kind !== 'KNOWN'
      if (isShown && !isPassedOn) onKept(shown)
      return answerOf(verdict)
    },
    async knownOf(member) {
      const { proved, heard } = await readKnownHeads(database, member)
      return { heads: [...largestOfLives(proved), ...heard] }
    },
  }
}

/** What a member shows of itself has to extend all that is known. */
async function judge(tx: Transaction, { head, proofs }: HeadShown, at: Date): Promise<HeadVerdict> {
  const verdict = judgeHead(await readKnownHeads(tx, head.member), head, proofs)
  await keep(tx, head, verdict, at)
  return verdict
}

/**
 * What another witness passes on is kept beside what the member itself has shown, which has to extend it from then on. It is
 * judged by the heads alone, and by the proofs that came with it: nobody but the member can make others.
 */
async function hear(tx: Transaction, { head, proofs }: HeadShown, at: Date): Promise<HeadVerdict> {
  const { proved, heard } = await readKnownHeads(tx, head.member)
  if ([...proved, ...heard].some((other) => isSameHead(other, head))) return { kind: 'KNOWN' }
  const shownWithIt = { proved: proofs.map(({ base }) => base), heard: [] }
  const verdicts = [judgeHead({ proved, heard }, head), judgeHead(shownWithIt, head, proofs)]
  const forked = verdicts.find((verdict) => verdict.kind === 'FORKED')
  if (forked) await keep(tx, head, forked, at)
  else await keepHead(tx, head, 'HEARD', { at })
  return forked ?? { kind: 'KNOWN' }
}

/** What a proof of a later head may have to begin with. */
function largestOfLives(proved: readonly TreeHead[]): readonly TreeHead[] {
  const inOrder = proved.toSorted((a, b) => a.size - b.size || Date.parse(a.at) - Date.parse(b.at))
  return [...new Map(inOrder.map((head) => [incarnationOf(head), head])).values()]
}

async function keep(tx: Transaction, head: TreeHead, verdict: HeadVerdict, at: Date): Promise<void> {
  if (verdict.kind === 'KNOWN' || verdict.kind === 'PROOF_NEEDED') return
  const { kind } = verdict
  await keepHead(tx, head, kind === 'LATE' ? 'HEARD' : kind, {
    at,
    ...(kind === 'RESTORED' ? { lost: verdict.lost } : {}),
  })
  if (kind === 'FORKED') await keepFork(tx, { one: verdict.other, other: head, reason: verdict.reason }, at)
}

function answerOf(verdict: HeadVerdict): HeadAnswer {
  switch (verdict.kind) {
    case 'PROOF_NEEDED':
      return { kind: 'PROOF_NEEDED', bases: verdict.bases }
    case 'FORKED':
      return { kind: 'FORKED', reason: verdict.reason, other: verdict.other }
    default:
      return { kind: 'KEPT' }
  }
}
