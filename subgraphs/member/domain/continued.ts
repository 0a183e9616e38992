import type { Chain } from '@lawang/schema/exchange/chain'
import { isClosed } from '@lawang/schema/exchange/chain'
import { type Custody, isAccountable } from '@lawang/schema/exchange/custody'
import type { ChainEvent, ChainEventType } from '@lawang/schema/exchange/messages'
import { type CaseContext, type CaseDecision, type CaseState, decided } from './case-act.ts'
import { REASON, type ReasonCode } from './reasons.ts'
import { relationsIn } from './relations.ts'

/** What a merged complaint's reporter is told: why, and the event of the other complaint that it comes from. */
export interface Continuation {
  readonly reason: ReasonCode
  readonly follows: string
}

/** What of a complaint matters to those whose own was merged into it. */
const TOLD: Readonly<Partial<Record<ChainEventType, ReasonCode>>> = {
  ANSWERED: REASON.CONTINUED_ANSWERED,
  CLOSED: REASON.CONTINUED_CLOSED,
  ARCHIVED: REASON.CONTINUED_ARCHIVED,
  REOPENED: REASON.CONTINUED_REOPENED,
  HANDED_OVER: REASON.CONTINUED_HANDED_OVER,
}

/** Whether an event of a complaint may be news to those whose own was merged into it. */
export function isNewsToMerged(type: ChainEventType): boolean {
  return type === 'CONTINUED' || TOLD[type] !== undefined
}

/** Whether a complaint is closed because it goes on in another one, and in which. */
export function goesOnIn(chain: Chain): string | undefined {
  return isClosed(chain) ? relationsIn(chain).mergedInto : undefined
}

/**
 * What of the survivor the merged complaint has not told its reporter yet, in the survivor's order. `since` is how many
 * events the survivor had when they were merged: what was before is no news. A survivor that has been merged itself passes on
 * what it is told. A government that is not the survivor's door hears no more of it once it has gone to another: that is the
 * last that it tells.
 */
export function untold(own: Chain, survivor: Custody, since: number): readonly Continuation[] {
  const told = new Set(own.map(({ data }) => data.follows))
  return newsOf(survivor, since).filter(({ follows }) => !told.has(follows))
}

function newsOf(survivor: Custody, since: number): readonly Continuation[] {
  const { chain, door, government } = survivor
  const news = chain.slice(since).flatMap((event) => {
    const reason = reasonOf(event)
    return reason === undefined ? [] : [{ reason, follows: event.id }]
  })
  const last = chain.at(-1)
  const isLost = !isAccountable(survivor) && door !== government && last !== undefined
  return isLost ? [...news, { reason: REASON.CONTINUED_HANDED_OVER, follows: `${last.id}/gone` }] : news
}

function reasonOf({ type, data }: ChainEvent): ReasonCode | undefined {
  if (type !== 'CONTINUED') return TOLD[type]
  return Object.values(TOLD).find((reason) => reason === data.reason)
}

/** The step of a merged complaint that tells its reporter of the other one. It stays closed, and so does its case. */
export function decideContinued(news: Continuation, state: CaseState, context: CaseContext): CaseDecision {
  return decided('CONTINUED', state.case, state, context, { ...news })
}
