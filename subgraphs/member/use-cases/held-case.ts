import type { Custody } from '@lawang/schema/exchange/custody'
import { holdingToAct } from '@lawang/schema/exchange/member-commands'
import type { ChainEventType } from '@lawang/schema/exchange/messages'
import type { CaseState } from '../domain/case-act.ts'
import type { CaseRecord } from '../domain/model.ts'
import { timelineOf } from '../domain/timeline.ts'
import type { ChainOwner } from '../store/chains.ts'
import type { Custodies } from './in-custody.ts'

/** The custody behind a case, if it allows an act. What it refuses comes before what the act itself is wrong about. */
export function requireHeld(custodies: Custodies, owner: ChainOwner, event: ChainEventType): Custody {
  const custody = custodies.rowOf(owner)
  if (!custody) throw new Error(`${owner.complaint} has a case without custody`)
  holdingToAct(custodies.state(), custody, custodies.now, event)
  return custody
}

/** What an act on a case is decided on, from its custody. */
export function stateOf(record: CaseRecord, { complaint, chain }: Custody): CaseState {
  const tip = chain.at(-1)
  const timeline = timelineOf(chain)
  if (!tip || !timeline) throw new Error(`${complaint} has a case without a chain`)
  return { case: record, status: tip.data.status, timeline }
}
