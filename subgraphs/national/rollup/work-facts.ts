import { civilDayOf } from '@lawang/member/domain/civil-day'
import { type ClockContext, readClock } from '@lawang/member/domain/clocks'
import { REASON } from '@lawang/member/domain/reasons'
import { timelineOf } from '@lawang/member/domain/timeline'
import type { WorkCounts } from '@lawang/member/work'
import type { Chain } from '@lawang/schema/exchange/chain'
import type { ChainEvent } from '@lawang/schema/exchange/messages'
import type { Register } from '@lawang/schema/exchange/register'
import { type GovernmentCode, liesUnder } from '@lawang/schema/region'
import { type Custody, custodiesOf } from './custodies.ts'

/** One thing that counts for a government's work, on a day of its own calendar. */
export interface WorkFact {
  readonly government: GovernmentCode
  readonly day: string
  readonly indicator: keyof WorkCounts
  readonly amount: number
}

/** The reporter's silence closed it, after an answer or after a question. */
const SILENCES: ReadonlySet<string> = new Set([REASON.CLOSED_BY_SILENCE, REASON.NO_REPLY_TO_QUESTION])

/** Everything that one complaint counts for, in the order of its chain: `docs/evaluation.md` says what each indicator means. */
export function workFactsOf(
  { door, chain }: Pick<Register, 'door' | 'chain'>,
  clocks: ClockContext,
): readonly WorkFact[] {
  const listing = chain[0]?.data.listing
  if (!listing) return []
  const day = listing.receivedAt ?? dayOf(listing.filedAt, door)
  const custodies = custodiesOf(chain)
  return [
    // A part was filed with its whole; the work on it counts all the same.
    ...(listing.parent === undefined ? [{ government: door, day, indicator: 'filed', amount: 1 } as const] : []),
    ...custodies.flatMap((custody, i) => [
      ...settlementOf(custody, chain, clocks),
      ...answersOf(custody),
      ...closingsOf(custody),
      ...handoverOf(custody, custodies[i + 1]),
      ...timeOf(custody),
    ]),
  ]
}

/** A settlement counts on the day on which it was due, and only for the government that had to settle it in the end. */
function settlementOf({ government, length, next }: Custody, chain: Chain, clocks: ClockContext): readonly WorkFact[] {
  const timeline = timelineOf(chain.slice(0, length))
  if (!timeline || timeline.government !== government) return []
  const settled = timeline.answeredAt ?? timeline.endedAt
  if (next && settled === undefined) return []
  const due = readClock(timeline, 'SETTLE', clocks)?.at
  if (!due) return []
  // A deadline is the end of its day, which is the beginning of the next.
  const day = civilDayOf(new Date(due.getTime() - 1), government)
  const fact = (indicator: 'due' | 'met') => ({ government, day, indicator, amount: 1 })
  return settled !== undefined && Date.parse(settled) <= due.getTime() ? [fact('due'), fact('met')] : [fact('due')]
}

/** Answers count on their days; those that the reporter did not accept count there too. */
function answersOf({ government, events }: Custody): readonly WorkFact[] {
  return events.flatMap((event, i): readonly WorkFact[] => {
    if (event.type !== 'ANSWERED') return []
    const later = events.slice(i + 1)
    const until = later.findIndex(({ type }) => type === 'ANSWERED')
    const isReopened = (until < 0 ? later : later.slice(0, until)).some(isReopening)
    const answer = { government, day: dayOf(event.at, government), amount: 1 }
    return [{ ...answer, indicator: 'answers' }, ...(isReopened ? [{ ...answer, indicator: 'reopened' } as const] : [])]
  })
}

function isReopening({ type, data }: ChainEvent): boolean {
  return type === 'REOPENED' || (type === 'REPLIED' && data.status === 'IN_PROGRESS')
}

/** What a reporter withdraws is no closing of the government's. */
function closingsOf({ government, events }: Custody): readonly WorkFact[] {
  return events.flatMap((event): readonly WorkFact[] => {
    const { reason } = event.data
    if (event.type !== 'CLOSED' || reason === REASON.WITHDRAWN) return []
    const closing = { government, day: dayOf(event.at, government), amount: 1 }
    const isSilent = reason !== undefined && SILENCES.has(reason)
    return [{ ...closing, indicator: 'closings' }, ...(isSilent ? [{ ...closing, indicator: 'silent' } as const] : [])]
  })
}

/**
 * A handover says that the receiver is competent. It was overturned when the receiver itself asked to hand it on. One to a
 * superior says nothing of the kind: superiors decide; nor does what the hub moved without being asked.
 */
function handoverOf({ government, next }: Custody, receiver: Custody | undefined): readonly WorkFact[] {
  if (!next || !receiver || !isAsked(next) || liesUnder(government, receiver.government)) return []
  const handover = { government, day: dayOf(next.at, government), amount: 1 }
  const isOverturned = receiver.next !== undefined && isAsked(receiver.next)
  return [
    { ...handover, indicator: 'handovers' },
    ...(isOverturned ? [{ ...handover, indicator: 'overturned' } as const] : []),
  ]
}

/** Chains of before the reason was written have none: handovers were asked for then. */
function isAsked({ data }: ChainEvent): boolean {
  return data.why === undefined || data.why === 'REQUEST'
}

/** The time in a government's hands ends with its last answer, or else with its closing, or the next government's taking over. */
function timeOf({ government, events, next }: Custody): readonly WorkFact[] {
  const [first] = events
  const end =
    events.findLast(({ type }) => type === 'ANSWERED') ??
    events.findLast(({ type }) => type === 'CLOSED' || type === 'ARCHIVED') ??
    next
  if (!first || !end) return []
  const seconds = Math.max(0, Math.round((Date.parse(end.at) - Date.parse(first.at)) / 1000))
  const day = dayOf(end.at, government)
  return [
    { government, day, indicator: 'custodies', amount: 1 },
    { government, day, indicator: 'seconds', amount: seconds },
  ]
}

function dayOf(instant: string, government: GovernmentCode): string {
  return civilDayOf(new Date(instant), government)
}
