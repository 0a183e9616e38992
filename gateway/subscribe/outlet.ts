import type { Writable } from 'node:stream'
import type { Batch } from './live-event.ts'

/** Where one subscriber's events go. */
export interface Outlet {
  /** Whether more may be sent. */
  readonly hasRoom: boolean
  /** Writes the events; what then does not fit waits for `onRoom`. */
  send(batch: Batch): void
  /** Calls the listener once, when there is room again. Never, when the client has gone. */
  onRoom(listener: () => void): void
}

/** Tells those that write to one stream when it can take more. */
export class Room {
  readonly #stream: Writable
  #waiting: (() => void)[] = []

  constructor(stream: Writable) {
    this.#stream = stream
    stream.on('drain', () => {
      const waiting = this.#waiting
      this.#waiting = []
      for (const listener of waiting) listener()
    })
  }

  get isThere(): boolean {
    return !this.#stream.writableNeedDrain
  }

  wait(listener: () => void): void {
    this.#waiting.push(listener)
  }
}
