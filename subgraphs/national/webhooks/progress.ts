/**
 * How far everything has been delivered: deliveries end in any order, and the cursor moves over those that have ended
 * without a gap.
 */
export class Progress {
  readonly #open: { readonly cursor: string; isDone: boolean }[] = []

  /** Deliveries that are not over, and those that are over behind one that is not. */
  get size(): number {
    return this.#open.length
  }

  /** Begins a delivery; in the order of the feed. Call what it returns when the delivery is over. */
  begin(cursor: string): () => void {
    const entry = { cursor, isDone: false }
    this.#open.push(entry)
    return () => {
      entry.isDone = true
    }
  }

  /** The cursor up to which all is over, and how many deliveries that is more than at the last call. */
  advance(): { readonly cursor: string; readonly count: number } | undefined {
    const gap = this.#open.findIndex(({ isDone }) => !isDone)
    const over = this.#open.splice(0, gap === -1 ? this.#open.length : gap)
    const last = over.at(-1)
    return last && { cursor: last.cursor, count: over.length }
  }
}
