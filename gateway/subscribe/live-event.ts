import type { ExecutionResult } from 'graphql'
import { cursorOf } from './cursor.ts'

/** One event as its subscribers get it, written once. */
export class LiveEvent {
  readonly cursor: string | undefined
  /** The result as JSON. */
  readonly body: Buffer

  constructor(result: ExecutionResult) {
    this.cursor = cursorOf(result)
    this.body = Buffer.from(JSON.stringify(result))
  }
}

/** How a transport writes events. */
export interface Encoding {
  /** Equal for encodings that write the same. */
  readonly key: string
  encode(events: readonly LiveEvent[]): Buffer
}

/** Ways of writing that are kept for each batch: those of the protocols, and ids that many clients choose alike. */
const KEPT_ENCODINGS = 4

/** Events that follow each other, written once for all subscribers that get them in the same way. */
export class Batch {
  readonly events: readonly LiveEvent[]
  /** Of the last event that has one. */
  readonly lastCursor: string | undefined
  readonly #written = new Map<string, Buffer>()

  constructor(events: readonly LiveEvent[]) {
    this.events = events
    this.lastCursor = events.findLast(({ cursor }) => cursor !== undefined)?.cursor
  }

  /** Shared: not to be changed. */
  written(encoding: Encoding): Buffer {
    const kept = this.#written.get(encoding.key)
    if (kept) return kept
    const written = encoding.encode(this.events)
    if (this.#written.size < KEPT_ENCODINGS) this.#written.set(encoding.key, written)
    return written
  }
}
