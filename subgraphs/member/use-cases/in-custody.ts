import type { Custody, Member } from '@lawang/schema/exchange/custody'
import type { Now } from '@lawang/schema/exchange/lease'
import type { MemberInput, MemberState } from '@lawang/schema/exchange/member-state'
import { rowsOf } from '@lawang/schema/exchange/member-state'
import { memberStep } from '@lawang/schema/exchange/member-step'
import type { LogMessage } from '@lawang/schema/exchange/messages'
import { signWritten } from '@lawang/trust/objects/signed-messages'
import { type ChainOwner, keyOf } from '../store/chains.ts'
import { type Expected, lockCustodies, readCustodies, writeCustodies } from '../store/custodies.ts'
import type { Transaction } from '../store/database.ts'
import { appendNews } from '../store/log.ts'
import { lockMail, readMember, writeMember } from '../store/member-row.ts'
import { markMerged } from '../store/merged-cases.ts'
import { turnOpening } from '../store/turn.ts'
import { markWaitingNotes } from '../store/waiting-notes.ts'
import { markWholes } from '../store/wholes.ts'
import { showAtDoors } from './show-at-doors.ts'
import { showCases } from './show-cases.ts'
import type { Surroundings } from './surroundings.ts'

/** Custodies that one transaction has locked and steps in memory. What the steps leave is written at its end. */
export interface Custodies {
  readonly tx: Transaction
  /** The moment of the steps: it is read when the locks are held, because waiting for them takes time. */
  readonly now: Now
  /** The server's own state, as the steps so far have left it. */
  state(): Pick<MemberState, 'member' | 'mark' | 'law'>
  /** A locked custody as the steps so far have left it; undefined when the government never had it. */
  rowOf(owner: ChainOwner): Custody | undefined
  /** One step of the protocol. Throws `Refusal`. */
  take(input: MemberInput): void
}

export interface CustodyReads {
  /** The hub's mail is read on: by one transaction at a time. */
  readonly reads?: 'MAIL'
  /** `KNOWN` unless it is said: what was filed or granted before. */
  readonly expected?: Expected
}

export type CustodyWork<T> = (custodies: Custodies) => T | Promise<T>

/**
 * Runs steps of the protocol over custodies of these owners in one transaction: what the steps make of them, the cases
 * and the door's records that follow from that, the log's rows and the mail's cursor are committed together or not at
 * all.
 */
export function inCustody<T>(
  around: Surroundings,
  owners: readonly ChainOwner[],
  work: CustodyWork<T>,
  { reads, expected = 'KNOWN' }: CustodyReads = {},
): Promise<T> {
  return around.database.transaction(async (tx) => {
    // The mail is locked before the custodies, by everybody who reads it.
    const own = reads === 'MAIL' ? lockMail(tx, around.name) : readMember(tx, around.name)
    const [{ member }, before] = await Promise.all([own, lockCustodies(tx, owners, expected)])
    return stepThrough(tx, around, { before, member }, work)
  }, turnOpening('BESIDE_OTHERS'))
}

/** A step that concerns everything that this server has: nothing else happens in its database meanwhile. */
export function inEveryCustody(around: Surroundings, input: MemberInput): Promise<void> {
  return around.database.transaction(async (tx) => {
    const [before, { member }] = await Promise.all([readCustodies(tx), readMember(tx, around.name)])
    await stepThrough(tx, around, { before, member }, (custodies) => custodies.take(input))
  }, turnOpening('ALONE'))
}

/** What a transaction has read under its locks. */
interface Locked {
  readonly before: readonly Custody[]
  readonly member: Member
}

async function stepThrough<T>(
  tx: Transaction,
  around: Surroundings,
  { before, member }: Locked,
  work: CustodyWork<T>,
): Promise<T> {
  const { lease, law } = around
  const at = around.now()
  const now = lease.moment(at)
  const rows = new Map(before.map((row) => [keyOf(row), row]))
  const out: LogMessage[] = []
  let state: MemberState = { law, member, mark: lease.mark(), rows: [] }
  const result = await work({
    tx,
    now,
    state: () => state,
    rowOf: (owner) => rows.get(keyOf(owner)),
    take(input) {
      const step = memberStep({ ...state, rows: concerned(rows, input) }, input, now, around.newEventId)
      const written = signWritten({ rows: step.state.rows, out: step.out }, around.proofs.signEvent)
      for (const row of written.rows) rows.set(keyOf(row), row)
      state = { ...step.state, rows: [] }
      out.push(...written.out)
    },
  })
  const former = new Map(before.map((row) => [keyOf(row), row]))
  const changes = [...rows].flatMap(([key, after]) => {
    const known = former.get(key)
    return after === known ? [] : [{ before: known, after }]
  })
  writeCustodies(tx, changes, at)
  showCases(tx, changes, { reference: around.reference, now: at })
  markWaitingNotes(tx, changes)
  markWholes(tx, changes)
  markMerged(tx, changes)
  const feed = showAtDoors(tx, changes)
  writeMember(tx, member, state.member)
  await appendNews(tx, { log: out, feed })
  return result
}

function concerned(rows: ReadonlyMap<string, Custody>, input: MemberInput): readonly Custody[] {
  const which = rowsOf(input)
  if (which === 'NONE') return []
  if (which === 'ALL') return [...rows.values()]
  const row = rows.get(keyOf(which))
  return row ? [row] : []
}
