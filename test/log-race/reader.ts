/** What a reader has seen: how many numbers, and how often one was not the next after the one before. */
export interface Seen {
  readonly count: number
  readonly disorder: number
}

export interface Reader {
  /** Reads to the end of what is committed by now. */
  finish(): Promise<Seen>
}

/** Reads on and on from the last number that it has seen; `read` gives the numbers after one, in order. */
export function startReader(read: (after: number) => Promise<readonly number[]>): Reader {
  let count = 0
  let disorder = 0
  let last = 0
  let finishing = false

  const take = (numbers: readonly number[]) => {
    for (const n of numbers) {
      if (n !== last + 1) disorder += 1
      last = n
      count += 1
    }
  }
  const reading = (async () => {
    for (;;) {
      const isLast = finishing
      const numbers = await read(last)
      take(numbers)
      if (isLast && numbers.length === 0) return
    }
  })()
  return {
    finish: async () => {
      finishing = true
      await reading
      return { count, disorder }
    },
  }
}
