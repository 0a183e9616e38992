import type { FeedEvent } from '@lawang/member/ports'
import type { Message } from './sign.ts'

/** Where the events come from, as CloudEvents name it. */
const SOURCE = 'urn:lawang:feed'

/**
 * A step of a complaint as a CloudEvent 1.0, structured. It has what everybody may know of the step and nothing else:
 * confidential complaints are in no webhook's feed. `id` is the complaint's and the step's number, so that it is the same in
 * every feed and after every restart.
 */
export function cloudEventOf(event: FeedEvent): Message {
  const { complaint, sequence, epoch, type, status, door, holder, from, to, category, title, reason, handledBy } = event
  return message({
    id: `${complaint}/${sequence}`,
    type: `id.lawang.complaint.${type.toLowerCase().replaceAll('_', '-')}`,
    subject: complaint,
    time: event.at,
    data: { complaint, sequence, epoch, type, status, door, holder, from, to, category, title, reason, handledBy },
  })
}

/** The feed has begun anew: what was missed is read from the list of complaints. */
export function resyncEvent(cursor: string, now: Date): Message {
  return message({ id: `resync/${cursor}`, type: 'id.lawang.feed.resynced', subject: 'feed', time: now, data: {} })
}

function message(event: {
  readonly id: string
  readonly type: string
  readonly subject: string
  readonly time: Date
  readonly data: object
}): Message {
  const { id, time, ...rest } = event
  const body = { specversion: '1.0', id, source: SOURCE, time: time.toISOString(), datacontenttype: 'application/json' }
  return { id, body: JSON.stringify({ ...body, ...rest }) }
}
