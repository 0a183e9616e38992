export interface RateSettings {
  /** Operations a second that a client may ask for over time. */
  readonly perSecond: number
  /** How many it may ask for at once after a rest. */
  readonly burst: number
}

export interface RateLimit {
  /** In how many seconds the client may come again; undefined when it may go on now. */
  take(client: string, now: number): number | undefined
  /** The same, without counting. */
  wait(client: string, now: number): number | undefined
}

interface Bucket {
  tokens: number
  at: number
}

/** Clients that have rested are forgotten first: a full bucket is what a new client has too. */
const MOST_CLIENTS = 50_000

/** A bucket of tokens for each client, filled `perSecond`; `now` is in milliseconds. */
export function createRateLimit({ perSecond, burst }: RateSettings): RateLimit {
  const buckets = new Map<string, Bucket>()
  /** Who was moved to the end last: who asks once asks again. */
  let newest: string | undefined
  const wait = (tokens: number) => (tokens < 1 ? Math.max(1, Math.ceil((1 - tokens) / perSecond)) : undefined)
  return {
    wait(client, now) {
      const bucket = buckets.get(client)
      return bucket && wait(Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond))
    },
    take(client, now) {
      const bucket = buckets.get(client) ?? { tokens: burst, at: now }
      bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
      bucket.at = now
      // in the order of use, so that the first is the one that rests longest
      if (client !== newest) {
        buckets.delete(client)
        buckets.set(client, bucket)
        newest = client
      }
      if (buckets.size > MOST_CLIENTS) forgetFirst(buckets)
      const refused = wait(bucket.tokens)
      if (refused === undefined) bucket.tokens -= 1
      return refused
    },
  }
}

function forgetFirst(buckets: Map<string, Bucket>): void {
  const first = buckets.keys().next()
  if (!first.done) buckets.delete(first.value)
}
