import { Refusal } from '@lawang/schema/errors'
import type { Feed, FeedEvent, FeedFilter } from '../ports.ts'
import { formatFeedCursor, type LogName, parseFeedCursor } from './feed-cursor.ts'
import { matchesFilter } from './feed-filter.ts'
import type { FeedRow, FeedTable } from './feed-table.ts'
import { FeedTail } from './feed-tail.ts'
import type { Wakes } from './wakes.ts'

const BATCH = 200

export interface FeedReaderOptions {
  readonly table: FeedTable
  /** Woken after every commit that has written to the table. */
  readonly wakes: Wakes
  readonly log: LogName
  readonly sealedOf: Feed['sealedOf']
}

export interface FeedReader extends Feed {
  close(): void
}

/**
 * Follows a feed table: a member's own, or the hub's merged one. A follower goes through three phases: it reads the
 * table from where it stands (backfill), until the newest rows that are kept in memory reach back to it (cutover), and
 * then takes each row as it is committed (streaming). Who falls behind goes back to the table: nothing is dropped.
 */
export function openFeedReader(options: FeedReaderOptions): FeedReader {
  const { table, log } = options
  const tail = new FeedTail({
    wakes: options.wakes,
    newest: () => table.newest(),
    read: (after) => table.after(after, BATCH),
    page: BATCH,
  })

  async function startOf(filter: FeedFilter, from: { after?: string; afterSequence?: number }): Promise<number> {
    if (from.after !== undefined) {
      const n = parseFeedCursor(log, from.after)
      // A position that is not reached yet was given before a backup was restored.
      if (n > tail.head && n > (await (table.written?.() ?? table.newest()))) throw new Refusal('RESYNC')
      return n
    }
    // The steps of one journey are counted by the complaint, wherever they were read before.
    if (filter.id !== undefined && from.afterSequence !== undefined) return 0
    return table.newest()
  }

  /** The next rows after `position`, and where they end; waits while there are none. */
  async function next(position: number, id: string | undefined, signal: AbortSignal) {
    const kept = tail.rowsAfter(position)
    if (kept === undefined) {
      const head = tail.head
      const rows = await table.after(position, BATCH, id)
      // A short page of one complaint's rows says that there are no more of them up to the head read before it.
      const end = rows.at(-1)?.n ?? position
      return { rows, position: rows.length < BATCH ? Math.max(end, head) : end }
    }
    if (kept.length === 0) await tail.newsAfter(position, signal)
    return { rows: kept, position: kept.at(-1)?.n ?? position }
  }

  function* visible(rows: readonly FeedRow[], filter: FeedFilter, afterSequence: number): Generator<FeedEvent> {
    for (const { n, event } of rows) {
      if (event.sequence > afterSequence && matchesFilter(event, filter)) {
        yield { ...event, cursor: formatFeedCursor(log, n) }
      }
    }
  }

  return {
    async head() {
      return formatFeedCursor(log, await table.newest())
    },
    async *follow(filter, from, signal) {
      const afterSequence = from.after === undefined && filter.id !== undefined ? (from.afterSequence ?? 0) : 0
      const leave = await tail.join()
      try {
        let position = await startOf(filter, from)
        while (!signal.aborted) {
          const read = await next(position, filter.id, signal)
          for (const event of visible(read.rows, filter, afterSequence)) {
            if (signal.aborted) return
            yield event
          }
          position = read.position
        }
      } finally {
        leave()
      }
    },
    sealedOf: options.sealedOf,
    close: () => tail.close(),
  }
}
