import type { GraphQLError } from 'graphql'
import { type CallContext, OperationRefused, type SubscriptionFetch } from '../execute/operation.ts'
import { carrySubscription } from './carry-subscription.ts'
import { EventRing } from './event-ring.ts'
import { fitForClient, isFault } from './fit-for-client.ts'
import { LiveEvent } from './live-event.ts'
import { type Upstream, UpstreamLost, UpstreamOverrun } from './upstream.ts'

/** How a subscription ends for its client. `lost`: the client has to subscribe again. */
export type Ending =
  | { readonly is: 'completed' }
  | { readonly is: 'refused'; readonly errors: readonly GraphQLError[] }
  | { readonly is: 'lost'; readonly reason: string }

/** What follows the last event of a channel. */
export type Continuation =
  | Ending
  /** Its events come from there on from another channel. */
  | { readonly is: 'merged'; readonly into: Place }
  /** It stopped reading before its feed ended: who has read it to its end reads on from the log. */
  | { readonly is: 'stopped' }

/** A point in a channel: the position of the next event to read. */
export interface Place {
  readonly channel: Channel
  readonly position: number
}

/** Who reads a channel. */
export interface Reader {
  /** The position of the next event that it reads in this channel. */
  readonly position: number
  /** Called when there may be more to read. */
  wake(): void
}

export interface ChannelOptions {
  readonly fetch: SubscriptionFetch
  readonly upstream: Upstream
  readonly authorization: string | undefined
  /** A feed that is read from its past waits for its readers; one that began now leaves slow ones behind. */
  readonly waitsForReaders: boolean
  /** How many bytes of events it keeps. */
  readonly maxBytes: () => number
  /** Asked before an event is kept: where the same event is in another channel, if it is. */
  readonly elsewhere: (cursor: string) => Place | undefined
  readonly onKept: (cursor: string) => void
  readonly onDropped: (cursor: string) => void
  /** Called once, when nothing more is kept. */
  readonly onOver: () => void
  readonly onFault: (error: unknown) => void
}

/** Readers that are woken before other work has its turn. */
const READERS_PER_TURN = 500

/** One subscription at a member, read by everybody who asked for the same; executed and written once for all of them. */
export class Channel {
  readonly ring = new EventRing()
  readonly #options: ChannelOptions
  readonly #readers = new Set<Reader>()
  readonly #leaving = new AbortController()
  #continuation: Continuation | undefined
  #pass: Iterator<Reader> | undefined
  #hasNews = false
  #isTelling = false

  constructor(options: ChannelOptions) {
    this.#options = options
    void this.#run()
  }

  /** What comes after the last event; undefined while more may come. */
  get continuation(): Continuation | undefined {
    return this.#continuation
  }

  enter(reader: Reader): void {
    this.#readers.add(reader)
  }

  /** The subscription at the member ends with the last reader. */
  leave(reader: Reader): void {
    this.#readers.delete(reader)
    if (this.#readers.size === 0) this.#end({ is: 'stopped' })
  }

  async #run(): Promise<void> {
    const { fetch, upstream, authorization } = this.#options
    const call: CallContext = { authorization, signal: this.#leaving.signal }
    try {
      for await (const result of carrySubscription(fetch, upstream, call)) {
        this.#take(new LiveEvent(result))
        if (this.#continuation) return
      }
      this.#end({ is: 'completed' })
    } catch (error) {
      this.#end(this.#continuationAfter(error))
    }
  }

  #take(event: LiveEvent): void {
    const { elsewhere, onKept, onDropped, maxBytes, waitsForReaders } = this.#options
    const same = event.cursor === undefined ? undefined : elsewhere(event.cursor)
    if (same) this.#end({ is: 'merged', into: same })
    else if (waitsForReaders && this.ring.isFull(maxBytes()) && this.#isSomebodyBehind()) this.#end({ is: 'stopped' })
    else {
      this.ring.append(event, maxBytes(), onDropped)
      if (event.cursor !== undefined) onKept(event.cursor)
      this.#tellReaders()
    }
  }

  #isSomebodyBehind(): boolean {
    for (const { position } of this.#readers) if (position <= this.ring.first) return true
    return false
  }

  #continuationAfter(error: unknown): Continuation {
    if (error instanceof UpstreamOverrun) return { is: 'stopped' }
    if (error instanceof UpstreamLost) return { is: 'lost', reason: error.message }
    if (isFault(error)) this.#options.onFault(error)
    return { is: 'refused', errors: error instanceof OperationRefused ? error.errors : fitForClient(error) }
  }

  #end(continuation: Continuation): void {
    if (this.#continuation) return
    this.#continuation = continuation
    this.#options.onOver()
    this.#leaving.abort()
    this.#tellReaders()
  }

  /** Readers are told when what has arrived together has been taken in, so that they send it together. */
  #tellReaders(): void {
    this.#hasNews = true
    if (this.#isTelling) return
    this.#isTelling = true
    setImmediate(() => this.#tellSome())
  }

  #tellSome(): void {
    if (!this.#pass) {
      this.#pass = this.#readers.values()
      this.#hasNews = false
    }
    for (let told = 0; told < READERS_PER_TURN; told++) {
      const { value: reader, done } = this.#pass.next()
      if (done) {
        this.#endPass()
        return
      }
      reader.wake()
    }
    setImmediate(() => this.#tellSome())
  }

  #endPass(): void {
    this.#pass = undefined
    this.#isTelling = this.#hasNews
    if (this.#hasNews) setImmediate(() => this.#tellSome())
  }
}
