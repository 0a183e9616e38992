import { Batch, type LiveEvent } from './live-event.ts'

const MAX_EVENTS = 1_024
const MAX_BATCH_BYTES = 64 * 1024

/** The last events of a feed. Each has a position; positions only grow. */
export class EventRing {
  readonly #events: LiveEvent[] = []
  readonly #positions = new Map<string, number>()
  readonly #batches = new Map<number, Batch>()
  #first = 0
  #bytes = 0

  /** The position of the oldest event that is kept. */
  get first(): number {
    return this.#first
  }

  /** The position that the next event will have. */
  get end(): number {
    return this.#first + this.#events.length
  }

  /** The cursor of the newest event that has one. */
  get lastCursor(): string | undefined {
    return this.#events.findLast(({ cursor }) => cursor !== undefined)?.cursor
  }

  /** Where the event with this cursor is, while it is kept. */
  positionOf(cursor: string): number | undefined {
    return this.#positions.get(cursor)
  }

  cursors(): Iterable<string> {
    return this.#positions.keys()
  }

  /** Whether one more event would push the oldest one out. */
  isFull(maxBytes: number): boolean {
    return this.#events.length >= MAX_EVENTS || this.#bytes >= maxBytes
  }

  /** Adds an event and lets the oldest go while there are too many; `onGone` is told their cursors. */
  append(event: LiveEvent, maxBytes: number, onGone: (cursor: string) => void): void {
    if (event.cursor !== undefined) this.#positions.set(event.cursor, this.end)
    this.#events.push(event)
    this.#bytes += event.body.length
    this.#batches.clear()
    while (this.#events.length > 1 && (this.#events.length > MAX_EVENTS || this.#bytes > maxBytes)) {
      const gone = this.#events.shift()
      if (!gone) break
      this.#bytes -= gone.body.length
      if (gone.cursor !== undefined && this.#positions.get(gone.cursor) === this.#first) {
        this.#positions.delete(gone.cursor)
        onGone(gone.cursor)
      }
      this.#first += 1
    }
  }

  /** What is to be read from a position on, up to the size of a batch: at least one event, which must be there. */
  batchFrom(position: number): Batch {
    const made = this.#batches.get(position)
    if (made) return made
    const start = position - this.#first
    let stop = start
    for (let bytes = 0; stop < this.#events.length && bytes < MAX_BATCH_BYTES; stop++) {
      bytes += this.#events[stop]?.body.length ?? 0
    }
    const batch = new Batch(this.#events.slice(start, stop))
    this.#batches.set(position, batch)
    return batch
  }
}
