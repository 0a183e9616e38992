import type { FeedRow } from './feed-table.ts'
import type { Wakes } from './wakes.ts'

/** How many of the newest rows are kept in memory: followers that are not further behind read no table. */
const KEPT = 1_000
const RETRY_MS = 1_000

export interface FeedTailOptions {
  /** Woken after every commit that has written to the feed. */
  readonly wakes: Wakes
  /** The number of the newest row; 0 of an empty feed. */
  readonly newest: () => Promise<number>
  /** The rows after a number, in order, at most `page` of them. */
  readonly read: (after: number) => Promise<readonly FeedRow[]>
  readonly page: number
}

/**
 * The newest rows of a feed, read once per commit for all who follow it in this process, and not at all while nobody does.
 * `rowsAfter` answers undefined for whoever is further behind than what is kept: they read the table until they have
 * caught up.
 */
export class FeedTail {
  readonly #options: FeedTailOptions
  readonly #stop: () => void
  #rows: FeedRow[] = []
  #start = 0
  #followers = 0
  /** Settles when it is known where the tail begins; undefined while nobody has followed since the last commit. */
  #placed: Promise<void> | undefined
  #waiting = new Set<() => void>()
  #reading: Promise<void> | undefined
  #again = false
  #closed = false
  #retry: NodeJS.Timeout | undefined

  constructor(options: FeedTailOptions) {
    this.#options = options
    this.#stop = options.wakes.onWake(() => this.#wake())
  }

  get head(): number {
    return this.#rows.at(-1)?.n ?? this.#start
  }

  /** Resolves when the newest rows are at hand; they are kept so until the function is called that it gives. */
  async join(): Promise<() => void> {
    this.#followers += 1
    const leave = () => {
      this.#followers -= 1
    }
    try {
      this.#placed ??= this.#place()
      await this.#placed
    } catch (error) {
      leave()
      this.#placed = undefined
      throw error
    }
    await this.refresh()
    return leave
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

  #wake(): void {
    if (this.#followers > 0) return void this.refresh()
    // Whoever comes next begins where the feed ends then.
    this.#placed = undefined
    this.#start = this.head
    this.#rows = []
  }

  async #place(): Promise<void> {
    const newest = await this.#options.newest()
    this.#start = newest
    this.#rows = []
  }

  async #readOn(): Promise<void> {
    while (this.#again) {
      this.#again = false
      try {
        await this.#readPage()
      } catch {
        if (this.#closed) return
        // The database is away. Nothing has been passed over: the next read starts where this one did.
        this.#retry = setTimeout(() => void this.refresh(), RETRY_MS)
        return
      }
    }
  }

  async #readPage(): Promise<void> {
    await this.#placed
    const from = this.head
    const rows = await this.#options.read(from)
    // The tail was placed anew meanwhile: these rows do not follow what it has now.
    if (from !== this.head) this.#again = true
    else if (rows.length > 0) {
      this.#keep(rows)
      this.#again ||= rows.length >= this.#options.page
      this.#wakeAll()
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
