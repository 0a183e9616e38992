import { Refusal } from '@lawang/schema/errors'
import { handoverRequest } from '../domain/case.ts'
import { caseUnder } from '../domain/case-under.ts'
import type { ChainOwner } from '../store/chains.ts'
import { findWishes } from '../store/custodies.ts'
import { inCustody } from './in-custody.ts'
import type { Surroundings } from './surroundings.ts'

/** At most so many at once, so that the mail is read between. */
const MOST = 50

/**
 * Turns handovers that waited for contact with the hub into requests. Returns how many it sent. One that custody does
 * not allow now goes on waiting.
 */
export async function sendWishes(around: Surroundings): Promise<number> {
  let sent = 0
  for (const owner of await findWishes(around.database, MOST)) if (await sendWish(around, owner)) sent += 1
  return sent
}

async function sendWish(around: Surroundings, owner: ChainOwner): Promise<boolean> {
  try {
    return await inCustody(around, [owner], ({ rowOf, take, now }) => {
      const custody = rowOf(owner)
      const held = custody && caseUnder(custody)
      const tip = custody?.chain.at(-1)
      if (!held || !tip || custody.standing.state !== 'HOLDING' || !custody.standing.wish) return false
      const state = { case: held.record, status: tip.data.status }
      const context = { now: new Date(now.at), reference: around.reference }
      const { data } = handoverRequest(custody.standing.wish, state, context)
      take({ type: 'SendWish', ...owner, data })
      return true
    })
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
