interface Due {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** What is to happen, in the order of time and, at the same time, of being put down: a binary heap. */
export class Agenda {
  #heap: Due[] = []
  #order = 0
  now = 0

  /** Puts something down for `at`, or for now when that is past. */
  put(at: number, run: () => void): void {
    const heap = this.#heap
    const due = { at: Math.max(at, this.now), order: this.#order++, run }
    let index = heap.length
    heap.push(due)
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (!above || !isBefore(due, above)) break
      heap[index] = above
      index = parent
    }
    heap[index] = due
  }

  after(delay: number, run: () => void): void {
    this.put(this.now + delay, run)
  }

  /** Runs what is due next. False when nothing is left. */
  next(): boolean {
    const due = this.#take()
    if (!due) return false
    this.now = due.at
    due.run()
    return true
  }

  #take(): Due | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || heap.length === 0) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      const left = heap[child]
      if (!left) break
      const right = heap[child + 1]
      if (right && isBefore(right, left)) child += 1
      const lower = heap[child]
      if (!lower || !isBefore(lower, last)) break
      heap[index] = lower
      index = child
    }
    heap[index] = last
    return first
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
