import type { FeedEvent } from '@lawang/member/ports'
import type { Sql } from '@lawang/member/store/database'

/** Appends events to the merged feed behind row `after`, in the order given. Returns the number of the last row. */
export async function appendFeed(
  sql: Sql,
  after: number,
  events: readonly Omit<FeedEvent, 'cursor'>[],
): Promise<number> {
  if (events.length === 0) return after
  await sql.query(
    `INSERT INTO hub.feed (n, complaint, event, at)
     SELECT $2::bigint + item.place, item.event ->> 'complaint', item.event, now()
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS item (event, place)`,
    [JSON.stringify(events), after],
  )
  return after + events.length
}
