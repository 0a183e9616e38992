import {
  type ChainEvent,
  type ChainEventType,
  type ComplaintStatus,
  EVENT_TYPES,
  type EventType,
} from '@lawang/schema/exchange/messages'
import { caseSummaryOf } from './case-copy.ts'
import type { Answer, ComplaintRecord, JourneyStep, Replies } from './model.ts'

/** The complaint's status after an event. */
export function statusAfter(status: ComplaintStatus, event: ChainEventType): ComplaintStatus {
  switch (event) {
    case 'FILED':
      return 'FILED'
    case 'VERIFIED':
    case 'ASSIGNED':
      return 'VERIFIED'
    case 'STARTED':
    case 'SPLIT':
    case 'REOPENED':
      return 'IN_PROGRESS'
    case 'ANSWERED':
      return 'ANSWERED'
    case 'CLOSED':
      return 'CLOSED'
    case 'ARCHIVED':
      return 'ARCHIVED'
    case 'HANDED_OVER':
      // What the giver had begun, the receiver has not: only what is known about the complaint stays.
      return status === 'FILED' ? 'FILED' : 'VERIFIED'
    case 'REPLIED':
    case 'EXTENDED':
    case 'ESCALATED':
    case 'DEFERRED':
    case 'FIELD_WORK_STARTED':
    case 'FIELD_WORK_ENDED':
    case 'EXTENSION_PROPOSED':
    case 'RATED':
    case 'CLUSTERED':
    case 'REMINDED':
    case 'CONTINUED':
    case 'HANDOVER_REQUESTED':
    case 'RESUMED':
    case 'REPORTER_ACT':
    case 'NOTED':
      return status
  }
}

function isPublic(type: ChainEventType): type is EventType {
  return EVENT_TYPES.some((publicType) => publicType === type)
}

/** The steps that the public sees: the chain's public events, numbered from 1 without gaps. */
export function journeyOf(chain: readonly ChainEvent[]): readonly JourneyStep[] {
  return chain
    .flatMap((event) => {
      const { type } = event
      return isPublic(type) ? [{ event, type }] : []
    })
    .map(({ event, type }, i) => ({ sequence: i + 1, ...stepOf(event, type) }))
}

function stepOf({ epoch, at, data }: ChainEvent, type: EventType): Omit<JourneyStep, 'sequence'> {
  return {
    epoch,
    type,
    at: new Date(at),
    status: data.status,
    ...(data.reason === undefined ? {} : { reason: data.reason }),
    ...(data.from === undefined ? {} : { from: data.from }),
    ...(data.to === undefined ? {} : { to: data.to }),
    agency: data.agency ?? data.handledBy,
  }
}

/** The answers given, oldest first, each with the agency that gave it. */
export function answersOf(chain: readonly ChainEvent[]): readonly Answer[] {
  return chain.flatMap(({ type, at, data }) =>
    type === 'ANSWERED' && data.text !== undefined
      ? [{ at: new Date(at), text: data.text, agency: data.agency ?? data.handledBy }]
      : [],
  )
}

/** What the reporter has said since filing, oldest first, as the holder has carried it out, and the last rating. */
export function repliesIn(chain: readonly ChainEvent[]): Replies {
  const replies = chain.flatMap(({ type, at, data }) =>
    data.carriesOut !== undefined && data.text !== undefined && isPublic(type)
      ? [{ at: new Date(at), type, text: data.text }]
      : [],
  )
  const satisfaction = chain.findLast(({ type }) => type === 'RATED')?.data.satisfaction
  return { replies, ...(satisfaction !== undefined && { satisfaction }) }
}

/**
 * The door's record after the holder's next event. Whoever hands over still holds until the receiver has taken:
 * only HANDED_OVER changes the holder.
 */
export function evolveComplaint(
  complaint: ComplaintRecord,
  { type, at, by, epoch, data }: ChainEvent,
): ComplaintRecord {
  return {
    ...complaint,
    status: data.status,
    updatedAt: new Date(at),
    handledBy: data.handledBy,
    ...(data.case ? { case: caseSummaryOf(data.case) } : {}),
    ...(data.category === undefined ? {} : { category: data.category }),
    ...(data.title === undefined ? {} : { title: data.title }),
    ...(data.kind === undefined ? {} : { kind: data.kind }),
    ...(type === 'HANDED_OVER' ? { holder: by, epoch } : {}),
  }
}
