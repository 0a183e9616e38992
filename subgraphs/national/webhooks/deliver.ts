import type { Feed, FeedEvent } from '@lawang/member/ports'
import { Refusal } from '@lawang/schema/errors'
import { cloudEventOf, resyncEvent } from './cloud-event.ts'
import type { Webhook } from './model.ts'
import type { Patience } from './patience.ts'
import { Progress } from './progress.ts'
import type { SendWebhook } from './send.ts'
import { type Message, signedHeaders } from './sign.ts'

/** Deliveries that one receiver has at once, each of another complaint. */
const MOST_AT_ONCE = 8
/** How far ahead of the oldest delivery that is not over the feed is read. */
const MOST_AHEAD = 100

export interface DeliveryOptions {
  readonly feed: Pick<Feed, 'head' | 'follow'>
  readonly send: SendWebhook
  readonly key: Buffer
  readonly patience: Patience
  readonly now: () => Date
  /** Keeps how far the receiver has everything. */
  readonly keep: (cursor: string, count: number) => Promise<void>
  /** Told when the receiver begins to fail, and with undefined when it is well again. */
  readonly standing: (failingSince: Date | undefined) => Promise<void>
  readonly signal: AbortSignal
}

/** Thrown where nothing is to be tried any more. */
export class ReceiverGivenUp extends Error {
  override readonly name = 'ReceiverGivenUp'
}

/**
 * Delivers the feed to one receiver from where the webhook stands, until `signal` aborts. The events of a complaint are
 * sent in their order, one when the one before it was taken; different complaints go side by side. Every event is sent at
 * least once: what was taken just before a crash is sent again, under the same id. Rejects with `ReceiverGivenUp` when
 * the receiver wants no more, or has taken nothing for three days.
 */
export async function deliver(webhook: Webhook, asked: DeliveryOptions): Promise<void> {
  const options = { ...asked, ...inTurn(asked) }
  const ending = new AbortController()
  const signal = AbortSignal.any([options.signal, ending.signal])
  const post = poster(webhook, { ...options, signal })
  const after = await startOf(webhook, options, post)
  const lanes = new Lanes()
  const progress = new Progress()
  let fault: unknown
  const fail = (error: unknown) => {
    fault ??= error
    ending.abort()
  }

  const filter = { region: webhook.region, category: webhook.category, confidential: false }
  for await (const event of options.feed.follow(filter, { after }, signal)) {
    await lanes.whenFree(() => lanes.size < MOST_AT_ONCE && progress.size < MOST_AHEAD, signal)
    if (signal.aborted) break
    const end = progress.begin(event.cursor)
    const work = async () => {
      await post(cloudEventOf(event))
      end()
      const reached = progress.advance()
      if (reached) await options.keep(reached.cursor, reached.count)
    }
    lanes.run(event.complaint, work).catch(fail)
  }
  await lanes.whenFree(() => lanes.size === 0)
  if (fault !== undefined && !options.signal.aborted) throw fault
}

/** What is written of a webhook is written in the order in which it came about. */
function inTurn({ keep, standing }: DeliveryOptions): Pick<DeliveryOptions, 'keep' | 'standing'> {
  let last = Promise.resolve()
  const then = (write: () => Promise<void>): Promise<void> => {
    last = last.then(write)
    return last
  }
  return {
    keep: (cursor, count) => then(() => keep(cursor, count)),
    standing: (since) => then(() => standing(since)),
  }
}

/** Where the feed is read from; a feed that does not know the cursor any more is read from its end, and that is told. */
async function startOf(
  { after }: Webhook,
  { feed, keep, now }: DeliveryOptions,
  post: (message: Message) => Promise<void>,
): Promise<string> {
  if (await isKnown(feed, after)) return after
  const head = await feed.head()
  await post(resyncEvent(head, now()))
  await keep(head, 1)
  return head
}

async function isKnown(feed: Pick<Feed, 'follow'>, after: string): Promise<boolean> {
  try {
    // a follower that has ended already judges the cursor and gives nothing
    await feed.follow({ confidential: false }, { after }, AbortSignal.abort())[Symbol.asyncIterator]().next()
    return true
  } catch (error) {
    if (error instanceof Refusal && error.code === 'RESYNC') return false
    throw error
  }
}

/** Posts until it was taken. */
function poster({ url }: Webhook, options: DeliveryOptions): (message: Message) => Promise<void> {
  const { send, key, patience, now, standing, signal } = options
  return async (message) => {
    for (;;) {
      await patience.wait(signal)
      const outcome = await send(url, message.body, signedHeaders(key, message, now()), signal)
      signal.throwIfAborted()
      if (outcome === 'TAKEN') {
        if (patience.taken()) await standing(undefined)
        return
      }
      const { since, isOver } = patience.failed()
      if (outcome === 'GONE' || isOver) throw new ReceiverGivenUp()
      await standing(since)
    }
  }
}

/** Work in lanes: of one lane one after the other, of different ones side by side. */
class Lanes {
  readonly #last = new Map<FeedEvent['complaint'], Promise<void>>()
  #changed: (() => void) | undefined

  /** Lanes with work that is not done. */
  get size(): number {
    return this.#last.size
  }

  run(lane: string, work: () => Promise<void>): Promise<void> {
    const done = (this.#last.get(lane) ?? Promise.resolve()).then(work)
    this.#last.set(lane, done)
    const settle = () => {
      if (this.#last.get(lane) === done) this.#last.delete(lane)
      this.#changed?.()
    }
    done.then(settle, settle)
    return done
  }

  /** Resolves when the condition holds, or `signal` aborts. */
  async whenFree(isFree: () => boolean, signal?: AbortSignal): Promise<void> {
    while (!isFree() && !signal?.aborted) {
      await new Promise<void>((wake) => {
        this.#changed = wake
        signal?.addEventListener('abort', () => wake(), { once: true })
      })
    }
  }
}
