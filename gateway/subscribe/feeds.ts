import type { CallContext, OperationRequest, Operations, PreparedOperation } from '../execute/operation.ts'
import { OperationRefused } from '../execute/operation.ts'
import type { Ending, Place } from './channel.ts'
import { Feed } from './feed.ts'
import { fitForClient, isFault } from './fit-for-client.ts'
import type { Outlet } from './outlet.ts'
import { type StartPosition, startReader } from './start-position.ts'
import { Subscriber } from './subscriber.ts'
import type { Upstream } from './upstream.ts'

export interface FeedsOptions {
  readonly operations: Operations
  readonly upstream: Upstream
  /** Told of failures that are nobody's refusal. */
  readonly onFault: (error: unknown) => void
}

/** A subscription that has been prepared, and what was asked. */
export interface AskedSubscription {
  readonly request: OperationRequest
  readonly prepared: PreparedOperation
}

/** Bytes of events that all feeds keep together, and what the least of them may keep. */
const KEPT_BYTES = 64 * 1024 * 1024
const LEAST_KEPT_BYTES = 16 * 1024

/** The subscriptions of all transports. What is the same operation for the same bearer is asked and written once. */
export class Feeds {
  readonly #options: FeedsOptions
  readonly #feeds = new Map<string, Feed>()
  readonly #startOf = startReader()
  #private = 0

  constructor(options: FeedsOptions) {
    this.#options = options
  }

  /** Sends a subscription's events to the outlet until it ends; undefined when the call's signal aborted. */
  follow(asked: AskedSubscription, outlet: Outlet, call: CallContext): Promise<Ending | undefined> {
    const { signal, authorization } = call
    const { promise, resolve } = Promise.withResolvers<Ending | undefined>()
    if (signal.aborted) return Promise.resolve(undefined)
    try {
      const start = this.#startOf(asked.request)
      const place = this.#begin(asked, start, authorization)
      const lastCursor = start?.after ?? lastCursorBefore(place)
      const resume = start?.resume
      const subscriber = new Subscriber(place, lastCursor, {
        outlet,
        resume: resume && ((cursor) => this.#resume(resume(cursor), authorization)),
        onEnd: resolve,
        endingOf: (error) => this.#endingOf(error),
      })
      const stop = () => {
        subscriber.leave()
        resolve(undefined)
      }
      signal.addEventListener('abort', stop, { once: true })
      return promise.finally(() => signal.removeEventListener('abort', stop))
    } catch (error) {
      return Promise.resolve(this.#endingOf(error))
    }
  }

  async #resume(request: OperationRequest, authorization: string | undefined): Promise<Place> {
    const prepared = await this.#options.operations.prepare(request)
    return this.#begin({ request, prepared }, this.#startOf(request), authorization)
  }

  #begin(
    { request, prepared }: AskedSubscription,
    start: StartPosition | undefined,
    authorization: string | undefined,
  ): Place {
    const feed = this.#feedOf(start?.live ?? request, start !== undefined, authorization)
    const met = start?.after === undefined ? undefined : feed.after(start.after)
    if (met) return met
    return feed.from(start?.start ?? '', () => ({
      fetch: this.#options.operations.subscriptionFetch(prepared),
      waitsForReaders: start !== undefined && start.start !== '',
    }))
  }

  /** Everything that decides what is seen is in the key: whose token it is, and all variables, secrets among them. */
  #feedOf(live: OperationRequest, isShared: boolean, authorization: string | undefined): Feed {
    if (!isShared) this.#private += 1
    const key = JSON.stringify([
      isShared ? 0 : this.#private,
      live.query,
      live.operationName ?? null,
      authorization ?? null,
      live.variables ?? {},
    ])
    const known = this.#feeds.get(key)
    if (known) return known
    const { upstream, onFault } = this.#options
    const maxBytes = () => Math.max(LEAST_KEPT_BYTES, KEPT_BYTES / this.#feeds.size)
    const feed: Feed = new Feed({ upstream, onFault, authorization, maxBytes }, () => {
      if (this.#feeds.get(key) === feed) this.#feeds.delete(key)
    })
    this.#feeds.set(key, feed)
    return feed
  }

  #endingOf(error: unknown): Ending {
    if (isFault(error)) this.#options.onFault(error)
    return { is: 'refused', errors: error instanceof OperationRefused ? error.errors : fitForClient(error) }
  }
}

function lastCursorBefore({ channel, position }: Place): string | undefined {
  return position === channel.ring.end ? channel.ring.lastCursor : undefined
}
