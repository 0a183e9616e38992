import { createSubjects, type Nudges } from '@lawang/member/nudge/nudges'
import type { FeedEvent } from '@lawang/member/ports'
import type { FeedReader } from '@lawang/member/store/feed-reader'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FEED_SUBJECT } from '../hub/tell-others.ts'
import { startTestHub, type TestHub } from '../hub/testing/test-hub.ts'
import { openShownFeed } from './shown-feed.ts'

const NEVER = 24 * 3_600_000
let hub: TestHub
const opened: (() => void)[] = []

beforeEach(async () => {
  hub = await startTestHub()
})
afterEach(async () => {
  for (const close of opened.splice(0)) close()
  await hub.close()
})

function nudgesByHand(): Nudges & { hear(news: string | undefined): void } {
  const subjects = createSubjects()
  return { on: subjects.on, tell: () => {}, close: async () => {}, hear: (news) => subjects.hear(FEED_SUBJECT, news) }
}

async function open(nudges: Nudges, holdMs: number, onRestored = () => {}): Promise<FeedReader> {
  const feed = await openShownFeed({ sql: hub.database, nudges, onRestored, holdMs, lookEveryMs: 20 })
  opened.push(() => feed.close())
  return feed
}

async function write(...numbers: readonly number[]): Promise<void> {
  for (const n of numbers) {
    const event = {
      complaint: 'c',
      sequence: n,
      at: '2026-03-17T02:00:00Z',
      confidential: false,
      door: '00',
      holder: '00',
    }
    await hub.database.query('INSERT INTO hub.feed (n, complaint, event, at) VALUES ($1, $2, $3, now())', [
      n,
      'c',
      JSON.stringify(event),
    ])
  }
}

/** Follows from the beginning of the feed or after a cursor; what it has seen grows. */
function follow(feed: FeedReader, after: string): FeedEvent[] {
  const seen: FeedEvent[] = []
  const ending = new AbortController()
  opened.push(() => ending.abort())
  const read = async () => {
    for await (const event of feed.follow({ confidential: false }, { after }, ending.signal)) seen.push(event)
  }
  void read()
  return seen
}
const sequences = (seen: readonly FeedEvent[]) => seen.map(({ sequence }) => sequence)

test('a row is shown when the hub has told of it, and none before', async () => {
  const nudges = nudgesByHand()
  const feed = await open(nudges, NEVER)
  const seen = follow(feed, await feed.head())
  await write(1, 2, 3)
  nudges.hear('2')
  await expect.poll(() => sequences(seen)).toEqual([1, 2])
  nudges.hear('3')
  await expect.poll(() => sequences(seen)).toEqual([1, 2, 3])
})

test('without any nudge rows are shown from the table, in order and once', async () => {
  const nudges = nudgesByHand()
  const feed = await open(nudges, 0)
  const seen = follow(feed, await feed.head())
  await write(1, 2)
  await expect.poll(() => sequences(seen)).toEqual([1, 2])
  await write(3)
  nudges.hear(undefined)
  nudges.hear('1')
  await expect.poll(() => sequences(seen)).toEqual([1, 2, 3])
})

test('a cursor of one process is good at another that has not been told of that row yet', async () => {
  const told = nudgesByHand()
  const first = await open(told, NEVER)
  const start = await first.head()
  const seen = follow(first, start)
  const late = nudgesByHand()
  const second = await open(late, NEVER)
  await write(1, 2)
  told.hear('2')
  await expect.poll(() => sequences(seen)).toEqual([1, 2])
  const rest = follow(second, seen[1]?.cursor ?? '')
  const whole = follow(second, start)
  await write(3)
  late.hear('3')
  await expect.poll(() => [sequences(rest), sequences(whole)]).toEqual([[3], [1, 2, 3]])
})

test('a feed that has gone back is told: its database was restored', async () => {
  let isRestored = false
  const nudges = nudgesByHand()
  await open(nudges, 0, () => {
    isRestored = true
  })
  await write(1, 2)
  nudges.hear('2')
  await hub.database.query('DELETE FROM hub.feed WHERE n = 2')
  await expect.poll(() => isRestored).toBe(true)
})
