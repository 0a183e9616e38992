import type { Continuation, Ending, Place, Reader } from './channel.ts'
import type { Outlet } from './outlet.ts'

export interface SubscriberOptions {
  readonly outlet: Outlet
  /** A place right after the event with this cursor; absent when the operation cannot say where to begin. */
  readonly resume?: ((cursor: string) => Promise<Place>) | undefined
  /** Called once; nothing is sent any more. */
  readonly onEnd: (ending: Ending) => void
  /** The ending for what `resume` rejects with. */
  readonly endingOf: (error: unknown) => Ending
}

const TOO_SLOW: Ending = { is: 'lost', reason: 'The subscriber takes events more slowly than they come' }

/**
 * One client's reading of a feed. It holds no events: only where it has read to. A client that takes nothing costs
 * nothing but that; when what it has not read is no longer kept, it reads it again from the log.
 */
export class Subscriber implements Reader {
  readonly #options: SubscriberOptions
  #place: Place
  #lastCursor: string | undefined
  #state: 'reading' | 'waiting' | 'over' = 'reading'

  /** `lastCursor` is that of the event before the place, when there is one. */
  constructor(place: Place, lastCursor: string | undefined, options: SubscriberOptions) {
    this.#options = options
    this.#place = place
    this.#lastCursor = lastCursor
    place.channel.enter(this)
    this.wake()
  }

  get position(): number {
    return this.#place.position
  }

  wake(): void {
    while (this.#state === 'reading') {
      const { channel, position } = this.#place
      if (position < channel.ring.first) this.#readFromLog()
      else if (position === channel.ring.end) {
        if (!channel.continuation) return
        this.#goOn(channel.continuation)
      } else if (this.#options.outlet.hasRoom) this.#send()
      else this.#waitForRoom()
    }
  }

  /** Ends the reading without a word. */
  leave(): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#place.channel.leave(this)
  }

  #send(): void {
    const { channel, position } = this.#place
    const batch = channel.ring.batchFrom(position)
    this.#lastCursor = batch.lastCursor ?? this.#lastCursor
    this.#place = { channel, position: position + batch.events.length }
    this.#options.outlet.send(batch)
  }

  #waitForRoom(): void {
    this.#state = 'waiting'
    this.#options.outlet.onRoom(() => this.#resume())
  }

  #resume(): void {
    if (this.#state !== 'waiting') return
    this.#state = 'reading'
    this.wake()
  }

  #goOn(continuation: Continuation): void {
    if (continuation.is === 'merged') this.#move(continuation.into)
    else if (continuation.is === 'stopped') this.#readFromLog()
    else this.#finish(continuation)
  }

  #readFromLog(): void {
    const { resume, endingOf } = this.#options
    if (!resume || this.#lastCursor === undefined) {
      this.#finish(TOO_SLOW)
      return
    }
    this.#state = 'waiting'
    resume(this.#lastCursor).then(
      (place) => {
        if (this.#state === 'over') return this.#pass(place)
        this.#move(place)
        this.#resume()
      },
      (error) => this.#finish(endingOf(error)),
    )
  }

  /** A channel ends when its last reader leaves it: one that nobody comes to read is visited, so that it ends. */
  #pass({ channel }: Place): void {
    channel.enter(this)
    channel.leave(this)
  }

  /** Enters before it leaves: a channel that nobody reads ends. */
  #move(place: Place): void {
    const { channel } = this.#place
    this.#place = place
    if (place.channel === channel) return
    place.channel.enter(this)
    channel.leave(this)
  }

  #finish(ending: Ending): void {
    if (this.#state === 'over') return
    this.leave()
    this.#options.onEnd(ending)
  }
}
