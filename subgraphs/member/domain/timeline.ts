import type { Chain } from '@lawang/schema/exchange/chain'
import type { ChainEvent, ComplaintKind } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { REASON } from './reasons.ts'

/** A stretch of time that the agency's clocks leave out; without `to` it still lasts. Instants are ISO 8601 in UTC. */
export interface Pause {
  readonly why: 'QUESTION' | 'FIELD_WORK' | 'ANSWERED'
  readonly from: string
  readonly to?: string
}

/**
 * What the clocks of a case are computed from: folded from the chain and from nothing else, so that door and holder,
 * and a server with a newer calendar, come to the same. Instants are ISO 8601 in UTC, days YYYY-MM-DD.
 */
export interface Timeline {
  readonly case: string
  readonly government: GovernmentCode
  /** When it was filed; the day on a letter, where it was keyed in later. */
  readonly filedAt: string
  readonly receivedOn?: string
  readonly kind: ComplaintKind
  readonly supervision: boolean
  readonly openedAt: string
  readonly verifiedAt?: string
  readonly startedAt?: string
  /** The last answer that was not taken back by a reply. */
  readonly answeredAt?: string
  readonly reopenedAt?: string
  /** Since when it waits for the parts that it was split into. */
  readonly splitAt?: string
  readonly endedAt?: string
  readonly pauses: readonly Pause[]
  readonly extensions: number
  readonly extension?: { readonly until: string; readonly at: string }
  /** A second extension, which waits for the reporter's consent. */
  readonly proposal?: { readonly until: string; readonly reason: string }
  /** The clocks whose end has been told to the supervisor. */
  readonly escalated: readonly string[]
  /** The last deadline that the agency was reminded of; one that has moved since is another. */
  readonly reminded?: { readonly clock: string; readonly at: string }
  readonly ombudsman?: 'ASKED' | 'CONSENTED' | 'REFUSED'
}

export type TimedEvent = Pick<ChainEvent, 'type' | 'at' | 'by' | 'data'>

/** The timeline of the case that the chain ends with; undefined where no event tells of a case. */
export function timelineOf(chain: Chain): Timeline | undefined {
  let timeline: Timeline | undefined
  for (const event of chain) timeline = advance(timeline, event)
  return timeline
}

/** The timeline after an event. Another government's case begins its clocks anew, but for the day of filing. */
export function advance(before: Timeline | undefined, event: TimedEvent): Timeline | undefined {
  const copy = event.data.case
  if (!copy) return before
  const open = before?.case === copy.id ? before : begin(before, event, copy)
  return step({ ...open, ...correctionsOf(event, open) }, event)
}

function begin(
  before: Timeline | undefined,
  { at, by, data }: TimedEvent,
  copy: { readonly id: string; readonly openedAt: string },
): Timeline {
  return {
    case: copy.id,
    government: by,
    filedAt: before?.filedAt ?? data.listing?.filedAt ?? at,
    receivedOn: before?.receivedOn ?? data.listing?.receivedAt,
    kind: data.listing?.kind ?? before?.kind ?? 'COMPLAINT',
    supervision: before?.supervision ?? false,
    openedAt: copy.openedAt,
    pauses: [],
    extensions: 0,
    escalated: [],
    ombudsman: before?.ombudsman,
  }
}

function correctionsOf({ data }: TimedEvent, { kind, supervision }: Timeline): Pick<Timeline, 'kind' | 'supervision'> {
  return { kind: data.kind ?? kind, supervision: data.supervision ?? supervision }
}

function step(open: Timeline, { type, at, data }: TimedEvent): Timeline {
  switch (type) {
    case 'VERIFIED':
      return { ...answered(open, at), verifiedAt: open.verifiedAt ?? at }
    case 'ASSIGNED':
      return answered(open, at)
    case 'STARTED':
      return { ...answered(open, at), startedAt: open.startedAt ?? at }
    case 'SPLIT':
      return { ...answered(open, at), verifiedAt: open.verifiedAt ?? at, startedAt: open.startedAt ?? at, splitAt: at }
    case 'ANSWERED':
      return { ...resume(open, at), answeredAt: at, proposal: undefined }
    case 'REPLIED':
      return replied(open, at, data)
    case 'DEFERRED':
      return { ...open, pauses: [...answered(open, at).pauses, { why: 'QUESTION', from: at }] }
    case 'FIELD_WORK_STARTED':
      return { ...open, pauses: [...open.pauses, { why: 'FIELD_WORK', from: at }] }
    case 'FIELD_WORK_ENDED':
      return resume(open, at, 'FIELD_WORK')
    case 'EXTENSION_PROPOSED':
    case 'EXTENDED':
      return extend(open, type, at, data)
    case 'ESCALATED':
      return escalate(open, data)
    case 'REMINDED':
      return data.case?.deadline ? { ...open, reminded: data.case.deadline } : open
    case 'CLOSED':
    case 'ARCHIVED':
      return { ...resume(open, at), endedAt: at, proposal: undefined }
    case 'REOPENED':
      return reopen(open, at, data.reason)
    default:
      return open
  }
}

/** Work goes on: a question that nobody replied to does not keep the clocks standing. */
function answered(open: Timeline, at: string): Timeline {
  return resume(open, at, 'QUESTION')
}

function resume(open: Timeline, at: string, why?: Pause['why']): Timeline {
  const isEnded = (pause: Pause) => pause.to === undefined && (why === undefined || pause.why === why)
  return { ...open, pauses: open.pauses.map((pause) => (isEnded(pause) ? { ...pause, to: at } : pause)) }
}

/** A reply that puts an answered case back to work leaves out the time in which the reporter had it. */
function replied(open: Timeline, at: string, { status, reason }: TimedEvent['data']): Timeline {
  if (reason === REASON.EXTENSION_REFUSED) return { ...open, proposal: undefined }
  if (reason === REASON.OMBUDSMAN_REFUSED) return { ...open, ombudsman: 'REFUSED' }
  const resumed = answered(open, at)
  const { answeredAt } = open
  if (answeredAt === undefined || status === 'ANSWERED') return resumed
  const waited: Pause = { why: 'ANSWERED', from: answeredAt, to: at }
  return { ...resumed, answeredAt: undefined, pauses: [...resumed.pauses, waited] }
}

function extend(
  open: Timeline,
  type: 'EXTENDED' | 'EXTENSION_PROPOSED',
  at: string,
  { until, reason = '' }: TimedEvent['data'],
): Timeline {
  if (until === undefined) return open
  if (type === 'EXTENSION_PROPOSED') return { ...open, proposal: { until, reason } }
  return { ...open, proposal: undefined, extensions: open.extensions + 1, extension: { until, at } }
}

function escalate(open: Timeline, { reason, case: copy }: TimedEvent['data']): Timeline {
  switch (reason) {
    case REASON.OMBUDSMAN_CONSENT_ASKED:
      return { ...open, ombudsman: 'ASKED' }
    case REASON.ESCALATED_TO_OMBUDSMAN:
      return { ...open, ombudsman: 'CONSENTED' }
    default:
      return copy?.deadline ? { ...open, escalated: [...open.escalated, copy.deadline.clock] } : open
  }
}

/**
 * What is taken up again is settled anew: extensions and pauses were of the time before. A whole waits for its parts again
 * when it is one of them that was reopened.
 */
function reopen(open: Timeline, at: string, reason: string | undefined): Timeline {
  const { answeredAt: _, endedAt: __, extension: ___, proposal: ____, splitAt, ...kept } = open
  const stays = reason === REASON.PART_REOPENED && splitAt !== undefined ? { splitAt } : {}
  return { ...kept, ...stays, reopenedAt: at, pauses: [], extensions: 0, escalated: [] }
}
