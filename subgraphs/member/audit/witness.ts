import type { TreeHead } from '@lawang/schema/audit/heads'
import { type HeadVerdict, judgeHead } from '@lawang/schema/audit/judge-head'
import type { HeadAnswer, HeadShown, HeadsKnown } from '@lawang/schema/audit/messages'
import { Refusal } from '@lawang/schema/errors'
import type { Database, Transaction } from '../store/database.ts'
import { type Fork, keepFork, keepHead, lockHeads, readKeptHeads, readLargestHeads } from './kept-heads.ts'

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
      const { head, proof } = shown
      requireSigned(head)
      if (proof) requireSigned(proof.base)
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
    knownOf: async (member) => ({ heads: await readLargestHeads(database, member) }),
  }
}

/** What a member shows of itself has to extend all that is known. */
async function judge(tx: Transaction, { head, proof }: HeadShown, at: Date): Promise<HeadVerdict> {
  const verdict = judgeHead(await readKeptHeads(tx, head.member), head, proof)
  await keep(tx, head, verdict, at)
  return verdict
}

/**
 * What another witness passes on is kept beside what the member itself has shown, which has to extend it from then on. It is
 * judged by the heads alone, and by the proof that came with it: nobody but the member can make another.
 */
async function hear(tx: Transaction, { head, proof }: HeadShown, at: Date): Promise<HeadVerdict> {
  const known = await readKeptHeads(tx, head.member)
  const verdicts = [judgeHead(known, head), ...(proof ? [judgeHead([proof.base], head, proof)] : [])]
  const forked = verdicts.find((verdict) => verdict.kind === 'FORKED')
  if (forked) await keep(tx, head, forked, at)
  else if (verdicts[0]?.kind !== 'KNOWN') await keepHead(tx, head, 'HEARD', { at })
  return forked ?? { kind: 'KNOWN' }
}

async function keep(tx: Transaction, head: TreeHead, verdict: HeadVerdict, at: Date): Promise<void> {
  if (verdict.kind === 'KNOWN' || verdict.kind === 'PROOF_NEEDED') return
  const { kind } = verdict
  await keepHead(tx, head, kind, { at, ...(kind === 'RESTORED' ? { lost: verdict.lost } : {}) })
  if (kind === 'FORKED') await keepFork(tx, { one: verdict.other, other: head, reason: verdict.reason }, at)
}

function answerOf(verdict: HeadVerdict): HeadAnswer {
  switch (verdict.kind) {
    case 'PROOF_NEEDED':
      return { kind: 'PROOF_NEEDED', base: verdict.base }
    case 'FORKED':
      return { kind: 'FORKED', reason: verdict.reason, other: verdict.other }
    default:
      return { kind: 'KEPT' }
  }
}
