import { waitingNotes } from '@lawang/schema/exchange/reporter-act'
import { caseUnder } from '../domain/case-under.ts'
import { decideNote } from '../domain/reporter-note.ts'
import { timelineOf } from '../domain/timeline.ts'
import type { ChainOwner } from '../store/chains.ts'
import { findWaitingNotes } from '../store/waiting-notes.ts'
import { type Custodies, inCustody } from './in-custody.ts'
import { isTaken } from './is-taken.ts'
import type { Surroundings } from './surroundings.ts'

/** Read at once, so that one that cannot be carried out now does not keep the others waiting. */
const PAGE = 100

/**
 * Carries out every act of a reporter that has come from a door and that this server may carry out now. Returns how
 * many. What custody does not allow now goes on waiting.
 */
export async function carryOutWaitingNotes(around: Surroundings): Promise<number> {
  let done = 0
  let after: ChainOwner | undefined
  do {
    const page = await findWaitingNotes(around.database, PAGE, after)
    for (const owner of page) done += await inCustody(around, [owner], (held) => carryOutNotes(around, held, owner))
    after = page.length === PAGE ? page.at(-1) : undefined
  } while (after)
  return done
}

/** Turns the reporter's acts that wait into events of the chain, oldest first. Returns how many it carried out. */
export function carryOutNotes({ reference }: Surroundings, custodies: Custodies, owner: ChainOwner): number {
  const custody = custodies.rowOf(owner)
  if (!custody) return 0
  let done = 0
  for (const note of waitingNotes(custody)) {
    const row = custodies.rowOf(owner) ?? custody
    const held = caseUnder(row)
    const timeline = timelineOf(row.chain)
    const tip = row.chain.at(-1)
    if (!held || !timeline || !tip) return done
    const state = { case: held.record, status: tip.data.status, timeline }
    const { event } = decideNote(note, state, row.chain, { now: new Date(custodies.now.at), reference })
    if (!isTaken(custodies, { type: 'Act', ...owner, event: event.type, data: event.data })) return done
    done += 1
  }
  return done
}
