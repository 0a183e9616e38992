import type { Feed } from '@lawang/member/ports'
import type { Recap, RecapNews, Recaps } from '@lawang/member/recaps'
import { createWakeSource } from '@lawang/member/store/wakes'
import type { GovernmentCode } from '@lawang/schema/region'

/** Tells a month's recap again whenever an event of its region has changed it. `feed` shows an event when it is committed. */
export function createRecapNews(recaps: Recaps, feed: FollowedFeed): RecapNews {
  return {
    async *follow(code, month, signal) {
      // What is committed from here on is told by the feed, or counted already.
      const after = await feed.head()
      const first = await recaps.recap(code, month)
      const ending = new AbortController()
      const { region } = first
      const news = watch(feed, { region, after }, AbortSignal.any([signal, ending.signal]))
      try {
        yield first
        let told = numbersOf(first)
        while (await news.next()) {
          const recap = await recaps.recap(code, month)
          const numbers = numbersOf(recap)
          if (numbers !== told) yield recap
          told = numbers
        }
      } finally {
        ending.abort()
      }
    },
  }
}

type FollowedFeed = Pick<Feed, 'follow' | 'head'>

/** Events that come while a recap is being read lead to one more reading, not to one each. */
function watch(
  feed: FollowedFeed,
  { region, after }: { readonly region: GovernmentCode; readonly after: string },
  signal: AbortSignal,
) {
  const wakes = createWakeSource()
  let seen = 0
  let taken = 0
  let isOver = false
  const following = (async () => {
    for await (const _ of feed.follow({ region, confidential: true }, { after }, signal)) {
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
