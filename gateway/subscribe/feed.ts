import { Channel, type ChannelOptions, type Place } from './channel.ts'

/** What a feed's channels differ in. */
type Begun = Pick<ChannelOptions, 'fetch' | 'waitsForReaders'>
type Shared = Pick<ChannelOptions, 'upstream' | 'authorization' | 'maxBytes' | 'onFault'>

/**
 * The channels of one operation for one visibility. Those that begin now share one. Those that begin in the past have
 * one for each beginning, until they meet an event that another channel has: from there on they read that one.
 */
export class Feed {
  readonly #shared: Shared
  readonly #onEmpty: () => void
  readonly #channels = new Map<string, Channel>()
  readonly #holders = new Map<string, Channel>()
  #open = 0

  constructor(shared: Shared, onEmpty: () => void) {
    this.#shared = shared
    this.#onEmpty = onEmpty
  }

  /** The place right after the event with this cursor, while a channel keeps it. */
  after(cursor: string): Place | undefined {
    const same = this.#at(cursor)
    return same && { channel: same.channel, position: same.position + 1 }
  }

  /** The place where a channel that begins at `start` begins ('' for now); `begin` asks for it at the member. */
  from(start: string, begin: () => Begun): Place {
    const known = this.#channels.get(start)
    if (known && start === '') return { channel: known, position: known.ring.end }
    if (known?.ring.first === 0) return { channel: known, position: 0 }
    const channel = this.#begin(start, this.#asked(begin))
    this.#channels.set(start, channel)
    return { channel, position: 0 }
  }

  /** Whoever is refused leaves no empty feed behind. */
  #asked(begin: () => Begun): Begun {
    try {
      return begin()
    } catch (error) {
      if (this.#open === 0) this.#onEmpty()
      throw error
    }
  }

  #begin(start: string, begun: Begun): Channel {
    const channel: Channel = new Channel({
      ...this.#shared,
      ...begun,
      elsewhere: (cursor) => {
        const same = this.#at(cursor)
        return same?.channel === channel ? undefined : same
      },
      onKept: (cursor) => this.#holders.set(cursor, channel),
      onDropped: (cursor) => this.#drop(cursor, channel),
      onOver: () => {
        for (const cursor of channel.ring.cursors()) this.#drop(cursor, channel)
        if (this.#channels.get(start) === channel) this.#channels.delete(start)
        this.#open -= 1
        if (this.#open === 0) this.#onEmpty()
      },
    })
    this.#open += 1
    return channel
  }

  #at(cursor: string): Place | undefined {
    const channel = this.#holders.get(cursor)
    const position = channel?.ring.positionOf(cursor)
    return channel && position !== undefined ? { channel, position } : undefined
  }

  #drop(cursor: string, channel: Channel): void {
    if (this.#holders.get(cursor) === channel) this.#holders.delete(cursor)
  }
}
