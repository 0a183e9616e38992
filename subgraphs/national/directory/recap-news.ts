import type { Feed } from '@lawang/member/ports'
import type { Recap, RecapNews, Recaps } from '@lawang/member/recaps'
import { createWakeSource } from '@lawang/member/store/wakes'
import type { GovernmentCode } from '@lawang/schema/region'

/** Tells a month's recap again whenever an event of its region has changed it. `feed` shows an event when it is committed. */
export function createRecapNews(recaps: Recaps, feed: Pick<Feed, 'follow'>): RecapNews {
  return {
    async *follow(region, month, signal) {
      const first = await recaps.recap(region, month)
      const ending = new AbortController()
      const over = AbortSignal.any([signal, ending.signal])
      const news = watch(feed, first.region, over)
      try {
        yield first
        let told = numbersOf(first)
        // The first look again is for what was committed before the feed was followed.
        do {
          const recap = await recaps.recap(region, month)
          const numbers = numbersOf(recap)
          if (numbers !== told) yield recap
          told = numbers
        } while (await news.next())
      } finally {
        ending.abort()
      }
    },
  }
}

/** Events that come while a recap is being read lead to one more reading, not to one each. */
function watch(feed: Pick<Feed, 'follow'>, region: GovernmentCode, signal: AbortSignal) {
  const wakes = createWakeSource()
  let seen = 0
  let taken = 0
  let isOver = false
  const following = (async () => {
    for await (const _ of feed.follow({ region, confidential: true }, {}, signal)) {
      seen += 1
      wakes.wake()
    }
  })().finally(() => {
    isOver = true
    wakes.wake()
  })
  following.catch(() => {})
  return {
    /** Resolves when there is news; with false when none will come. Rejects as the feed does. */
    async next(): Promise<boolean> {
      while (seen === taken && !isOver) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const end = wakes.onWake(resolve)
        await promise
        end()
      }
      if (seen === taken) {
        await following
        return false
      }
      taken = seen
      return true
    },
  }
}

/** All that a recap tells but the moment of its counting. */
function numbersOf({ asOf: _, ...numbers }: Recap): string {
  return JSON.stringify(numbers)
}
