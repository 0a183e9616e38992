import type { CallSignal } from '../execute/call-signal.ts'

/**
 * So many requests at a time to one member, and so many more that wait for their turn: a member that is slow fills its
 * own places and nobody else's.
 */
export class Bulkhead {
  readonly #places: number
  readonly #queueLimit: number
  readonly #queue = new Set<() => void>()
  #taken = 0

  constructor(places: number, queueLimit: number) {
    this.#places = places
    this.#queueLimit = queueLimit
  }

  get active(): number {
    return this.#taken
  }

  get waiting(): number {
    return this.#queue.size
  }

  /** True at once where a place is free. False when the queue is full, the patience ends or the signal aborts first. */
  enter(patienceMs: number, signal: CallSignal): boolean | Promise<boolean> {
    if (this.#taken < this.#places) {
      this.#taken += 1
      return true
    }
    if (this.#queue.size >= this.#queueLimit || signal.aborted) return false
    return new Promise((resolve) => {
      const settle = (entered: boolean) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', leave)
        this.#queue.delete(enter)
        resolve(entered)
      }
      const enter = () => settle(true)
      const leave = () => settle(false)
      const timer = setTimeout(leave, patienceMs)
      signal.addEventListener('abort', leave, { once: true })
      this.#queue.add(enter)
    })
  }

  /** Gives a place back that `enter` gave: to the one who waits longest. */
  leave(): void {
    const [next] = this.#queue
    if (next) next()
    else this.#taken -= 1
  }
}
