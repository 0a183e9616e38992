import type { FeedEvent } from '@lawang/member/ports'
import type { Sql } from '@lawang/member/store/database'

/** Appends events to the merged feed, numbered in the order given. */
export async function appendFeed(sql: Sql, events: readonly Omit<FeedEvent, 'cursor'>[]): Promise<void> {
  if (events.length === 0) return
  await sql.query(
    `WITH counted AS (
       UPDATE hub.counter SET feed = feed + $2::bigint RETURNING feed - $2::bigint AS before
     )
     INSERT INTO hub.feed (n, complaint, event, at)
     SELECT counted.before + item.place, item.event ->> 'complaint', item.event, now()
     FROM counted, jsonb_array_elements($1::jsonb) WITH ORDINALITY AS item (event, place)`,
    [JSON.stringify(events), events.length],
  )
}
