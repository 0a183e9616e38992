import type { FeedEvent } from '@lawang/member/ports'
import type { Recap, Recaps } from '@lawang/member/recaps'
import { expect, it } from 'vitest'
import { createRecapNews } from './recap-news.ts'

const NOTHING = { received: 0, answered: 0, inProgress: 0, unanswered: 0 }

/** Recaps whose number is set by hand, and events that are told by hand. */
function world() {
  let received = 0
  let tell = () => {}
  let end = () => {}
  const recaps: Recaps = {
    recap: async (region, month): Promise<Recap> => ({
      ...{ region, month, asOf: new Date(), total: { ...NOTHING, received, unanswered: received } },
      ...{ openHere: received, openElsewhere: 0, openOwn: received, withheldByCategory: 0, withheldByAgency: 0 },
      ...{ byCategory: [], byAgency: [], byGovernment: [] },
    }),
  }
  async function* follow(_filter: unknown, _from: unknown, signal: AbortSignal): AsyncGenerator<FeedEvent> {
    for (;;) {
      const { promise, resolve } = Promise.withResolvers<boolean>()
      tell = () => resolve(true)
      end = () => resolve(false)
      signal.addEventListener('abort', end, { once: true })
      if (!(await promise)) return
      yield {} as FeedEvent
    }
  }
  return {
    news: createRecapNews(recaps, { follow, head: async () => 'now' }),
    set(count: number) {
      received = count
    },
    tell: () => tell(),
  }
}

it('tells the recap as it is, then each time that an event has changed it, and nothing for one that has not', async () => {
  const { news, set, tell } = world()
  const ending = new AbortController()
  const seen = news.follow('72', '2020-06', ending.signal)[Symbol.asyncIterator]()
  const next = async () => (await seen.next()).value?.total.received
  expect(await next()).toBe(0)
  const second = next()
  set(1)
  tell()
  expect(await second).toBe(1)
  const third = next()
  tell()
  await new Promise((resolve) => setImmediate(resolve))
  set(2)
  tell()
  expect(await third).toBe(2)
  ending.abort()
  expect((await seen.next()).done).toBe(true)
})
