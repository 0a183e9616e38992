import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FeedEvent, FeedFilter } from '../ports.ts'
import type { Database } from './database.ts'
import { type FeedReader, openFeedReader } from './feed-reader.ts'
import { feedTable } from './feed-table.ts'
import { type Listener, openListener } from './listener.ts'
import { appendNews, NEWS_CHANNEL, type UnnumberedEvent } from './log.ts'
import { openMemberDatabase } from './member-database.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let target: TestDatabase
let database: Database
let listener: Listener
let feed: FeedReader
const stopping: AbortController[] = []

const ALL: FeedFilter = { confidential: false }
const COORDINATOR = { id: '6408-coordinator', name: 'Dinas Komunikasi dan Informatika', shortName: 'Diskominfo' }

const openFeed = (table = feedTable(database, 'feed'), name = 'regency') =>
  openFeedReader({ table, wakes: listener, log: { name, incarnation: 1 }, sealedOf: async () => undefined })

beforeAll(async () => {
  target = await createTestDatabase()
  database = await openMemberDatabase(target.url)
  listener = await openListener(target.url, NEWS_CHANNEL)
})
beforeEach(async () => {
  for (const controller of stopping.splice(0)) controller.abort()
  await database.query('TRUNCATE feed')
  await database.query('UPDATE log_counter SET feed = 0')
  feed?.close()
  feed = await openFeed()
})
afterAll(async () => {
  for (const controller of stopping) controller.abort()
  feed.close()
  await listener.close()
  await database.close()
  await target.drop()
})

function sampleEvent(complaint: string, sequence: number, changes: Partial<UnnumberedEvent> = {}): UnnumberedEvent {
  return {
    complaint,
    sequence,
    epoch: 1,
    type: sequence === 1 ? 'FILED' : 'VERIFIED',
    at: new Date('2026-03-17T02:00:00Z'),
    status: 'FILED',
    door: '64.08',
    holder: '64.08',
    category: 'energy.electricity',
    handledBy: COORDINATOR,
    title: 'Lampu jalan padam',
    confidential: false,
    ...changes,
  }
}

const append = (...events: UnnumberedEvent[]) => database.transaction((tx) => appendNews(tx, { log: [], feed: events }))

function follow(filter: FeedFilter, from: { after?: string; afterSequence?: number } = {}, reader = feed) {
  const controller = new AbortController()
  stopping.push(controller)
  const iterator = reader.follow(filter, from, controller.signal)[Symbol.asyncIterator]()
  return {
    async take(count: number): Promise<FeedEvent[]> {
      const taken: FeedEvent[] = []
      while (taken.length < count) {
        const { done, value } = await iterator.next()
        if (done) break
        taken.push(value)
      }
      return taken
    },
    next: () => iterator.next(),
    stop: () => controller.abort(),
  }
}

const names = (events: readonly FeedEvent[]) => events.map((event) => `${event.complaint}/${event.sequence}`)

test('a follower who names no place gets, in order, what is committed after it came', async () => {
  await append(sampleEvent('before', 1))
  const table = feedTable(database, 'feed')
  const placed = Promise.withResolvers<void>()
  let asked = 0
  const newest = async () => {
    const n = await table.newest()
    // The reader itself asks first, when it is opened; then the follower asks for its place.
    if (++asked === 2) placed.resolve()
    return n
  }
  const watched = await openFeed({ ...table, newest })
  const taking = follow(ALL, {}, watched).take(3)
  await placed.promise
  await append(sampleEvent('a', 1))
  await append(sampleEvent('b', 1), sampleEvent('b', 2))
  expect(names(await taking)).toEqual(['a/1', 'b/1', 'b/2'])
  watched.close()
})

test('a cursor continues exactly after the event that it came with', async () => {
  await append(sampleEvent('a', 1), sampleEvent('b', 1), sampleEvent('c', 1))
  const [first] = await follow(ALL, { after: feedStart() }).take(1)
  expect(names(await follow(ALL, { after: first?.cursor }).take(2))).toEqual(['b/1', 'c/1'])
})

test('nothing is missed between the head that was read and the first event', async () => {
  await append(sampleEvent('a', 1))
  const head = await feed.head()
  await append(sampleEvent('b', 1))
  expect(names(await follow(ALL, { after: head }).take(1))).toEqual(['b/1'])
})

test("a journey continues after the step that was read, on any server's log", async () => {
  await append(sampleEvent('a', 1), sampleEvent('b', 1), sampleEvent('a', 2))
  const follower = follow({ ...ALL, id: 'a' }, { afterSequence: 1 })
  expect(names(await follower.take(1))).toEqual(['a/2'])
  const taking = follower.take(1)
  await append(sampleEvent('b', 2), sampleEvent('a', 3))
  expect(names(await taking)).toEqual(['a/3'])
})

test('a follower that is thousands of rows behind catches up without a skip', async () => {
  const count = 2_500
  await append(...Array.from({ length: count }, (_, i) => sampleEvent(`c${i}`, 1)))
  const follower = follow(ALL, { after: feedStart() })
  const first = await follower.take(10)
  await append(...Array.from({ length: count }, (_, i) => sampleEvent(`d${i}`, 1)))
  const rest = await follower.take(2 * count - 10)
  expect(new Set(names([...first, ...rest])).size).toBe(2 * count)
  expect(names(rest).at(-1)).toBe(`d${count - 1}/1`)
})

test("another log's cursor, an unknown position and nonsense are RESYNC", async () => {
  const elsewhere = await openFeed(undefined, 'national')
  const future = Buffer.from('regency/1/99').toString('base64url')
  for (const after of [await elsewhere.head(), future, 'nonsense', '']) {
    await expect(follow(ALL, { after }).take(1), after).rejects.toMatchObject({ code: 'RESYNC' })
  }
  elsewhere.close()
})

test('a region sees what it or anything under it is the door, the giver or the receiver of', async () => {
  await append(
    sampleEvent('other province', 1, { door: '13.71', holder: '13.71' }),
    sampleEvent('own door', 1),
    sampleEvent('received', 2, { door: '13.71', holder: '64', from: '13.71', to: '64' }),
    sampleEvent('given', 2, { door: '13.71', holder: '00', from: '64.72', to: '00' }),
  )
  const follower = follow({ ...ALL, region: '64' }, { after: feedStart() })
  expect(names(await follower.take(3))).toEqual(['own door/1', 'received/2', 'given/2'])
})

test('categories take those under them along; agencies are the handling ones', async () => {
  await append(
    sampleEvent('roads', 1, { category: 'public-works.roads' }),
    sampleEvent('power', 1, { handledBy: { ...COORDINATOR, id: 'another' } }),
    sampleEvent('power', 2),
  )
  const filter = { ...ALL, category: 'energy', agency: COORDINATOR.id }
  expect(names(await follow(filter, { after: feedStart() }).take(1))).toEqual(['power/2'])
})

test('confidential complaints show to those who name them or have the right to them, and to nobody else', async () => {
  await append(sampleEvent('secret', 1, { confidential: true, title: undefined }), sampleEvent('open', 1))
  expect(names(await follow(ALL, { after: feedStart() }).take(1))).toEqual(['open/1'])
  expect(names(await follow({ ...ALL, id: 'secret' }, { afterSequence: 0 }).take(1))).toEqual(['secret/1'])
  expect(names(await follow({ confidential: true }, { after: feedStart() }).take(1))).toEqual(['secret/1'])
})

test('following ends when the follower goes', async () => {
  const follower = follow(ALL)
  const waiting = follower.next()
  follower.stop()
  expect(await waiting).toEqual({ done: true, value: undefined })
})

test('followers go on when the connection that listens was cut', async () => {
  const taking = follow(ALL, { after: feedStart() }).take(1)
  await database.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE $1',
    ['LISTEN%'],
  )
  await append(sampleEvent('after the cut', 1))
  expect(names(await taking)).toEqual(['after the cut/1'])
})

function feedStart(): string {
  return Buffer.from('regency/1/0').toString('base64url')
}
