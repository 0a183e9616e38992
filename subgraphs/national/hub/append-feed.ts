import type { FeedEvent } from '@lawang/member/ports'
import type { Sql } from '@lawang/member/store/database'

/** Appends events to the merged feed, numbered in the order given. Returns the number of the last, if there is any. */
export async function appendFeed(sql: Sql, events: readonly Omit<FeedEvent, 'cursor'>[]): Promise<number | undefined> {
  if (events.length === 0) return undefined
  const [row] = await sql.query<{ last: number }>(
    `WITH counted AS (
       UPDATE hub.counter SET feed = feed + $2::bigint RETURNING feed - $2::bigint AS before
     )
     INSERT INTO hub.feed (n, complaint, event, at)
     SELECT counted.before + item.place, item.event ->> 'complaint', item.event, now()
     FROM counted, jsonb_array_elements($1::jsonb) WITH ORDINALITY AS item (event, place)
     RETURNING (SELECT before + $2::bigint FROM counted)::float8 AS last`,
    [JSON.stringify(events), events.length],
  )
  return row?.last
}
