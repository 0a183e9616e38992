import { Refusal } from '@lawang/schema/errors'
import { caseUnder } from '../domain/case-under.ts'
import { decideDue } from '../domain/due.ts'
import { timelineOf } from '../domain/timeline.ts'
import type { ChainOwner } from '../store/chains.ts'
import { findDueCases } from '../store/due-cases.ts'
import { carryOutWaitingNotes } from './carry-out-notes.ts'
import { type Custodies, inCustody } from './in-custody.ts'
import type { Surroundings } from './surroundings.ts'

/** Cases that are read at once. */
const PAGE = 200

/** What a tick of the clocks has done. */
export interface Tick {
  /** Events written: cases closed by silence, agencies reminded, supervisors told, reporters asked about the Ombudsman. */
  readonly acts: number
  readonly notes: number
}

/**
 * Does everything that is due by now: it can be called as often as one likes and by as many as like, because what has been
 * done is in the chain. A reporter's act that waits goes first: a reply that has come is no silence. What custody does not
 * allow now is done by a later tick.
 */
export async function doDueActs(around: Surroundings): Promise<Tick> {
  const now = around.now()
  const notes = await carryOutWaitingNotes(around)
  let acts = 0
  let after: string | undefined
  do {
    const page = await findDueCases(around.database, now, PAGE, after)
    for (const { complaint, government } of page) {
      const owner = { complaint, government }
      acts += await inCustody(around, [owner], (custodies) => doOne(around, custodies, owner))
    }
    after = page.length === PAGE ? page.at(-1)?.id : undefined
  } while (after !== undefined)
  return { acts, notes }
}

/** Everything that is due for one complaint, one event after the other. Returns how many events it wrote. */
function doOne({ reference }: Surroundings, custodies: Custodies, owner: ChainOwner): number {
  const now = new Date(custodies.now.at)
  for (let done = 0; ; done++) {
    const custody = custodies.rowOf(owner)
    const held = custody && caseUnder(custody)
    const tip = custody?.chain.at(-1)
    const timeline = custody && timelineOf(custody.chain)
    if (!held || !tip || !timeline) return done
    const decision = decideDue({ case: held.record, status: tip.data.status, timeline }, { now, reference })
    if (!decision) return done
    const { event } = decision
    try {
      custodies.take({ type: 'Act', ...owner, event: event.type, data: event.data })
    } catch (error) {
      if (error instanceof Refusal) return done
      throw error
    }
  }
}
