import type { FeedRow } from './feed-table.ts'
import type { Wakes } from './wakes.ts'

/** How many of the newest rows are kept in memory: followers that are not further behind read no table. */
const KEPT = 1_000
const RETRY_MS = 1_000

/**
 * The newest rows of a feed, read once per commit for all who follow it in this process. `rowsAfter` answers
 * undefined for whoever is further behind than what is kept: they read the table until they have caught up.
 */
export class FeedTail {
  readonly #read: (after: number) => Promise<readonly FeedRow[]>
  readonly #stop: () => void
  #rows: FeedRow[] = []
  #start: number
  #waiting = new Set<() => void>()
  #reading: Promise<void> | undefined
  #again = false
  #closed = false
  #retry: NodeJS.Timeout | undefined

  /** `start` is the number of the newest row; `read` gives the rows after a number, in order, and [] at the end. */
  constructor(wakes: Wakes, start: number, read: (after: number) => Promise<readonly FeedRow[]>) {
    this.#start = start
    this.#read = read
    this.#stop = wakes.onWake(() => void this.refresh())
  }

  get head(): number {
    return this.#rows.at(-1)?.n ?? this.#start
  }

  rowsAfter(n: number): readonly FeedRow[] | undefined {
    if (n < this.#start) return undefined
    return this.#rows.slice(n - this.#start)
  }

  /** Reads what is new. A wake that comes during a read asks for another, because its commit may have been missed. */
  refresh(): Promise<void> {
    this.#again = true
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  /** Resolves when there may be rows after `n`, or when `signal` aborts. */
  async newsAfter(n: number, signal: AbortSignal): Promise<void> {
    if (this.head > n || signal.aborted) return
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#waiting.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      this.#waiting.add(done)
      signal.addEventListener('abort', done)
    })
  }

  close(): void {
    this.#closed = true
    this.#stop()
    clearTimeout(this.#retry)
    this.#wakeAll()
  }

  async #readOn(): Promise<void> {
    while (this.#again) {
      this.#again = false
      let rows: readonly FeedRow[]
      try {
        rows = await this.#read(this.head)
      } catch {
        if (this.#closed) return
        // The database is away. Nothing has been passed over: the next read starts where this one did.
        this.#retry = setTimeout(() => void this.refresh(), RETRY_MS)
        return
      }
      if (rows.length > 0) {
        this.#keep(rows)
        this.#again = true
        this.#wakeAll()
      }
    }
  }

  #keep(rows: readonly FeedRow[]): void {
    this.#rows.push(...rows)
    const surplus = this.#rows.length - KEPT
    if (surplus > 0) {
      this.#rows.splice(0, surplus)
      this.#start += surplus
    }
  }

  #wakeAll(): void {
    for (const done of [...this.#waiting]) done()
  }
}
