import { createHmac } from 'node:crypto'
import type { Feed, FeedEvent } from '@lawang/member/ports'
import { Refusal } from '@lawang/schema/errors'
import { afterEach, expect, test } from 'vitest'
import { GIVE_UP_AFTER_MS, pauseAfter } from './back-off.ts'
import { deliver, ReceiverGivenUp } from './deliver.ts'
import type { Webhook } from './model.ts'
import { createPatience } from './patience.ts'
import type { Outcome, SendWebhook } from './send.ts'

const KEY = Buffer.alloc(32, 7)
const START = new Date('2026-11-21T02:00:00Z')
const WEBHOOK: Webhook = {
  ...{ id: 'w', owner: 'aplikasi', url: 'https://hooks.example.go.id/', createdAt: START, after: '0', delivered: 0 },
  standing: { state: 'ACTIVE' },
}

const event = (n: number, complaint: string, sequence: number): FeedEvent => ({
  ...{ cursor: String(n), complaint, sequence, epoch: 1, type: 'ANSWERED', at: START, status: 'ANSWERED' },
  ...{ door: '64.08', holder: '64.08', confidential: false, title: 'Lampu padam' },
  handledBy: { id: 'a', name: 'Dinas Perhubungan', shortName: 'Dishub' },
})

/** A feed that has these events and then waits, as a real one does. */
function feedOf(
  events: readonly FeedEvent[],
  knows: (after: string) => boolean = () => true,
): Pick<Feed, 'head' | 'follow'> {
  return {
    head: async () => events.at(-1)?.cursor ?? '0',
    async *follow(_filter, { after = '0' }, signal) {
      if (!knows(after)) throw new Refusal('RESYNC')
      for (const each of events) if (!signal.aborted && Number(each.cursor) > Number(after)) yield each
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  }
}

interface Sent {
  readonly id: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const endings: AbortController[] = []
afterEach(() => {
  for (const ending of endings.splice(0)) ending.abort()
})

/** Delivers to a receiver that answers as `answer` says; time passes when it is waited for, and only then. */
function start(
  feed: Pick<Feed, 'head' | 'follow'>,
  answer: (id: string, attempt: number) => Promise<Outcome> | Outcome,
) {
  const ending = new AbortController()
  endings.push(ending)
  const sent: Sent[] = []
  const kept: string[] = []
  const standings: boolean[] = []
  const waited: number[] = []
  let clock = START.getTime()
  const now = () => new Date(clock)
  const send: SendWebhook = async (_url, body, headers) => {
    const id = headers['webhook-id'] ?? ''
    sent.push({ id, body, headers })
    return answer(id, sent.filter((each) => each.id === id).length)
  }
  const done = deliver(WEBHOOK, {
    ...{ feed, send, key: KEY, now, signal: ending.signal },
    patience: createPatience({
      ...{ now, random: () => 0 },
      pause: async (milliseconds, signal) => {
        signal.throwIfAborted()
        waited.push(milliseconds)
        clock += milliseconds
      },
    }),
    keep: async (cursor) => {
      kept.push(cursor)
    },
    standing: async (since) => {
      standings.push(since !== undefined)
    },
  })
  done.catch(() => {})
  return { sent, kept, standings, waited, done, end: () => ending.abort() }
}

const ids = (sent: readonly Sent[]) => sent.map(({ id }) => id)

test('an event is a CloudEvent under an id of its own, signed as Standard Webhooks says', async () => {
  const { sent, kept } = start(feedOf([event(1, 'c', 3)]), () => 'TAKEN')
  await expect.poll(() => kept).toEqual(['1'])
  const [first] = sent
  expect(JSON.parse(first?.body ?? '')).toMatchObject({
    ...{ specversion: '1.0', id: 'c/3', type: 'id.lawang.complaint.answered', subject: 'c', time: START.toISOString() },
    data: { complaint: 'c', sequence: 3, status: 'ANSWERED', door: '64.08' },
  })
  const signed = `c/3.${START.getTime() / 1000}.${first?.body}`
  expect(first?.headers).toEqual({
    'webhook-id': 'c/3',
    'webhook-timestamp': String(START.getTime() / 1000),
    'webhook-signature': `v1,${createHmac('sha256', KEY).update(signed).digest('base64')}`,
  })
})

test('the next event of a complaint is sent when the one before was taken, and other complaints do not wait', async () => {
  let take = () => {}
  const taken = new Promise<void>((resolve) => {
    take = resolve
  })
  const answer = (id: string) => (id === 'a/1' ? taken.then((): Outcome => 'TAKEN') : 'TAKEN')
  const events = [event(1, 'a', 1), event(2, 'a', 2), event(3, 'b', 1), event(4, 'b', 2)]
  const { sent, kept } = start(feedOf(events), answer)
  await expect.poll(() => ids(sent)).toEqual(['a/1', 'b/1', 'b/2'])
  expect(kept).toEqual([])
  take()
  await expect.poll(() => kept.at(-1)).toBe('4')
  expect(ids(sent).filter((id) => id.startsWith('a'))).toEqual(['a/1', 'a/2'])
})

test('what was not taken is tried again with longer and longer pauses, and nothing overtakes it', async () => {
  const { sent, waited, standings, kept } = start(feedOf([event(1, 'a', 1), event(2, 'a', 2)]), (id, attempt) =>
    id === 'a/1' && attempt < 4 ? 'FAILED' : 'TAKEN',
  )
  await expect.poll(() => kept.at(-1)).toBe('2')
  expect(ids(sent)).toEqual(['a/1', 'a/1', 'a/1', 'a/1', 'a/2'])
  expect(waited).toEqual([5_000, 30_000, 120_000])
  expect(standings).toEqual([true, true, true, false])
})

test('the cursor does not move over what was not taken, though later ones were', async () => {
  const never = new Promise<Outcome>(() => {})
  const { sent, kept } = start(feedOf([event(1, 'a', 1), event(2, 'b', 1), event(3, 'c', 1)]), (id) =>
    id === 'b/1' ? never : 'TAKEN',
  )
  await expect.poll(() => ids(sent)).toEqual(['a/1', 'b/1', 'c/1'])
  expect(kept).toEqual(['1'])
})

test('a receiver that takes nothing for three days is given up, and one that is gone at once', async () => {
  const down = start(feedOf([event(1, 'a', 1)]), () => 'FAILED')
  await expect(down.done).rejects.toBeInstanceOf(ReceiverGivenUp)
  expect(down.waited.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(GIVE_UP_AFTER_MS)
  const gone = start(feedOf([event(1, 'a', 1)]), () => 'GONE')
  await expect(gone.done).rejects.toBeInstanceOf(ReceiverGivenUp)
  expect(gone.sent).toHaveLength(1)
})

test('a feed that has begun anew is told, and gone on with from its end', async () => {
  const feed = feedOf([event(7, 'a', 1)], (after) => after === '7')
  const { sent, kept } = start(feed, () => 'TAKEN')
  await expect.poll(() => kept).toEqual(['7'])
  expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ type: 'id.lawang.feed.resynced', id: 'resync/7' })
})

test('what is told to stop stops, whatever it waits for', async () => {
  const { done, end } = start(feedOf([]), () => 'TAKEN')
  end()
  await done
})

test('pauses grow to three hours and differ a little between receivers', () => {
  expect([1, 2, 7, 70].map((failures) => pauseAfter(failures, 0))).toEqual([5_000, 30_000, 10_800_000, 10_800_000])
  expect(pauseAfter(1, 1)).toBe(6_000)
})
