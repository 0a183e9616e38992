import type { TreeHead, UnsignedHead } from '@lawang/schema/audit/heads'
import type { HeadAnswer } from '@lawang/schema/audit/messages'
import type { Database } from '../store/database.ts'
import { describeLog, keepOwnHead, newerLife, proveFrom } from './own-heads.ts'
import type { Sequencer } from './sequence.ts'
import type { WitnessPort } from './witness-port.ts'

export interface ShowHeadsOptions {
  /** This member's name in the registry. */
  readonly member: string
  readonly database: Database
  readonly sequencer: Sequencer
  readonly sign: (head: UnsignedHead) => TreeHead
  /** Whether a head is one that this member has signed. */
  readonly isOwn: (head: TreeHead) => boolean
  readonly witnesses: () => readonly WitnessPort[]
  readonly now: () => Date
}

export type ShowingResult =
  /** Nobody answered, or there is nobody: nothing was signed. */
  | { readonly kind: 'NOBODY'; readonly answers: readonly Shown[] }
  /** The database is an older one than the member has had; `incarnation` is the highest that is known. Nothing was signed. */
  | { readonly kind: 'BEHIND'; readonly incarnation: number }
  | { readonly kind: 'SHOWN'; readonly head: TreeHead; readonly answers: readonly Shown[] }

/** What one witness answered, or that it did not. */
export interface Shown {
  readonly witness: string
  readonly answer: HeadAnswer | { readonly kind: 'UNREACHABLE'; readonly reason: unknown }
}

/**
 * Signs the audit log as it is, and shows it to the witnesses. First it asks them what they have: a member whose database
 * was put back learns it before it signs a second history, and has to begin a new life first.
 */
export async function showHeads(options: ShowHeadsOptions): Promise<ShowingResult> {
  const asked = await Promise.all(options.witnesses().map((port) => ask(port, options)))
  const reached = asked.filter((each) => each.kind === 'REACHED')
  const silent = asked.filter((each) => each.kind === 'SILENT')
  if (reached.length === 0) return { kind: 'NOBODY', answers: silent.map(unreachable) }
  const { member, database, sequencer, now } = options
  await sequencer.run()
  const own = await describeLog(database, member, now())
  const known = reached.flatMap((each) => each.known)
  const incarnation = await newerLife({ sql: database, own }, known)
  if (incarnation !== undefined) return { kind: 'BEHIND', incarnation }
  const head = options.sign(own)
  await keepOwnHead(database, head)
  const answers = await Promise.all(reached.map((each) => show(each, head, options)))
  return { kind: 'SHOWN', head, answers: [...answers, ...silent.map(unreachable)] }
}

interface Reached {
  readonly kind: 'REACHED'
  readonly port: WitnessPort
  readonly known: readonly TreeHead[]
}
interface Silent {
  readonly kind: 'SILENT'
  readonly port: WitnessPort
  readonly reason: unknown
}

/** What a witness says that we have signed counts only with our signature. */
async function ask(port: WitnessPort, { member, isOwn }: ShowHeadsOptions): Promise<Reached | Silent> {
  try {
    const { heads } = await port.known()
    return { kind: 'REACHED', port, known: heads.filter((head) => head.member === member && isOwn(head)) }
  } catch (reason) {
    return { kind: 'SILENT', port, reason }
  }
}

async function show({ port, known }: Reached, head: TreeHead, { database }: ShowHeadsOptions): Promise<Shown> {
  const witness = port.name
  try {
    const answer = await port.show({ head, proofs: await proveFrom(database, known, head) })
    if (answer.kind !== 'PROOF_NEEDED') return { witness, answer }
    // Of what another witness has passed on meanwhile.
    return { witness, answer: await port.show({ head, proofs: await proveFrom(database, answer.bases, head) }) }
  } catch (reason) {
    return { witness, answer: { kind: 'UNREACHABLE', reason } }
  }
}

function unreachable({ port, reason }: Silent): Shown {
  return { witness: port.name, answer: { kind: 'UNREACHABLE', reason } }
}
