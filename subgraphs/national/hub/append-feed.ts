import type { FeedEvent } from '@lawang/member/ports'
import type { Transaction } from '@lawang/member/store/database'

/** Appends events to the merged feed behind row `after`, in the order given. Returns the number of the last row. */
export function appendFeed(tx: Transaction, after: number, events: readonly Omit<FeedEvent, 'cursor'>[]): number {
  if (events.length === 0) return after
  tx.send(
    `INSERT INTO hub.feed (n, complaint, event, at)
     SELECT $2::bigint + item.place, item.event ->> 'complaint', item.event, now()
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS item (event, place)`,
    [JSON.stringify(events), after],
  )
  return after + events.length
}
