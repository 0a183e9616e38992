import { type Custody, isAccountable } from '@lawang/schema/exchange/custody'
import { caseUnder } from '../domain/case-under.ts'
import { type Continuation, decideContinued, goesOnIn, untold } from '../domain/continued.ts'
import type { ChainOwner } from '../store/chains.ts'
import { clearMergedMark, findMergedToTell, forgetMerged, type Merged, readMerged } from '../store/merged-cases.ts'
import { stateOf } from './held-case.ts'
import { type Custodies, inCustody } from './in-custody.ts'
import { isTaken } from './is-taken.ts'
import type { Surroundings } from './surroundings.ts'

/** Merged complaints that are looked at in one round. */
const PAGE = 100

/**
 * Tells the reporters of merged complaints what has become of the ones in which theirs go on: answered, closed, archived,
 * reopened, handed over. Each is a step of the merged complaint's own chain (CONTINUED), so that it reaches them as every
 * other step does, wherever its door is, and nothing of either reporter goes to the other. What custody does not allow now
 * is told by a later round. Returns how many steps it wrote.
 */
export async function tellMerged(around: Surroundings): Promise<number> {
  let told = 0
  for (const owner of await findMergedToTell(around.database, PAGE)) {
    const merger = await readMerged(around.database, owner)
    const owners = merger ? [owner, { complaint: merger.survivor, government: owner.government }] : [owner]
    told += await inCustody(around, owners, (custodies) => tell(around, custodies, owner, merger))
  }
  return told
}

function tell(around: Surroundings, custodies: Custodies, owner: ChainOwner, merger: Merged | undefined): number {
  const own = custodies.rowOf(owner)
  if (!merger || !own || !isAccountable(own) || goesOnIn(own.chain) !== merger.survivor) {
    forgetMerged(custodies.tx, owner)
    clearMergedMark(custodies.tx, owner)
    return 0
  }
  const survivor = custodies.rowOf({ complaint: merger.survivor, government: owner.government })
  const news = survivor ? untold(own.chain, survivor, merger.since) : []
  let told = 0
  for (const one of news) {
    if (!isWritten(around, custodies, custodies.rowOf(owner), one)) return told
    told += 1
  }
  clearMergedMark(custodies.tx, owner)
  return told
}

/** Whether the step could be written; false where custody does not allow it now. */
function isWritten(around: Surroundings, custodies: Custodies, own: Custody | undefined, news: Continuation): boolean {
  const record = own && caseUnder(own)?.record
  if (!own || !record) return false
  const context = { now: new Date(custodies.now.at), reference: around.reference }
  const { event } = decideContinued(news, stateOf(record, own), context)
  const { complaint, government } = own
  return isTaken(custodies, { type: 'Act', complaint, government, event: event.type, data: event.data })
}
