import type { Nudges } from '@lawang/member/nudge/nudges'
import type { Sql } from '@lawang/member/store/database'
import type { LogName } from '@lawang/member/store/feed-cursor'
import { type FeedReader, openFeedReader } from '@lawang/member/store/feed-reader'
import { type FeedTable, feedTable, readFeedName } from '@lawang/member/store/feed-table'
import { createWakeSource } from '@lawang/member/store/wakes'
import { findSealed } from '../hub/sealed.ts'
import { FEED_SUBJECT } from '../hub/tell-others.ts'

export interface ShownFeedOptions {
  readonly sql: Sql
  readonly nudges: Nudges
  /** Told when the feed has gone back: its database was restored, and what this process remembers is void. */
  readonly onRestored: () => void
  /** Milliseconds after which a row is shown that nobody has told of: longer than the hub holds rows back. */
  readonly holdMs?: number
  /** Milliseconds between two looks at the table. */
  readonly lookEveryMs?: number
}

const HOLD_MS = 1_000
const LOOK_EVERY_MS = 500

/**
 * The merged feed as another process than the hub's shows it: soon where the hub's nudges come, and from the table alone
 * where they do not, a moment later. Cursors are the same in every process.
 */
export async function openShownFeed(options: ShownFeedOptions): Promise<FeedReader> {
  const { sql, nudges, onRestored, holdMs = HOLD_MS, lookEveryMs = LOOK_EVERY_MS } = options
  const wakes = createWakeSource()
  let log = await readFeedName(sql, 'hub.counter')
  let shown = 0
  let isLooking = false

  async function look(): Promise<number> {
    const head = await readHead(sql, shown, holdMs)
    log = head.log
    if (head.written < shown) onRestored()
    show(head.shown)
    return shown
  }

  async function lookAgain(): Promise<void> {
    // a look that takes longer than the pause between two is not joined by another
    if (isLooking) return
    isLooking = true
    // a database that is away is looked at again at the next turn
    await look().catch(() => {})
    isLooking = false
  }

  function show(n: number): void {
    if (n <= shown) return
    shown = n
    wakes.wake()
  }

  const all = feedTable(sql, 'hub.feed')
  const table: FeedTable = {
    newest: look,
    written: async () => (await readHead(sql, shown, holdMs)).written,
    async after(n, limit, complaint) {
      const rows = await all.after(n, limit, complaint)
      return rows.filter((row) => row.n <= shown)
    },
  }
  const feed = openFeedReader({
    table,
    wakes,
    log: {
      get name() {
        return log.name
      },
      get incarnation() {
        return log.incarnation
      },
    },
    sealedOf: (complaint) => findSealed(sql, complaint),
  })
  const end = nudges.on(FEED_SUBJECT, (news) => show(Number(news ?? 0)))
  const timer = setInterval(() => void lookAgain(), lookEveryMs)
  return {
    ...feed,
    close() {
      clearInterval(timer)
      end()
      feed.close()
    },
  }
}

interface Head {
  readonly log: LogName
  readonly written: number
  readonly shown: number
}

/** How far the feed is written, and how far it is shown to whoever is told of nothing; `known` is shown already. */
async function readHead(sql: Sql, known: number, holdMs: number): Promise<Head> {
  // a row from the future was written before the clock was set back
  const [row] = await sql.query<{ name: string; incarnation: string; written: string; shown: string | null }>(
    `SELECT feed_name AS name, incarnation, (SELECT coalesce(max(n), 0) FROM hub.feed) AS written,
       (SELECT n FROM hub.feed WHERE n > $1 AND (at <= now() - make_interval(secs => $2) OR at > now())
        ORDER BY n DESC LIMIT 1) AS shown
     FROM hub.counter`,
    [known, holdMs / 1000],
  )
  if (!row) throw new Error('hub.counter has lost its row')
  const { name, incarnation, written, shown } = row
  return {
    log: { name, incarnation: Number(incarnation) },
    written: Number(written),
    shown: Number(shown ?? known),
  }
}
