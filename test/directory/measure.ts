/** How long things took, in milliseconds. */
export interface Times {
  /** Shortest first. */
  readonly taken: readonly number[]
  readonly median: number
  readonly p99: number
}

/** Does several things in turn, so that what else the machine does falls on all of them, and tells the times of each. */
export async function measureInTurn<Name extends string>(
  rounds: number,
  things: Readonly<Record<Name, () => Promise<unknown>>>,
): Promise<Readonly<Record<Name, Times>>> {
  const names = Object.keys(things) as Name[]
  const taken = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const began = performance.now()
      await things[name]()
      taken.get(name)?.push(performance.now() - began)
    }
  }
  return Object.fromEntries(names.map((name) => [name, timesOf(taken.get(name) ?? [])])) as Record<Name, Times>
}

export function timesOf(taken: readonly number[]): Times {
  const sorted = taken.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return { taken: sorted, median: at(0.5), p99: at(0.99) }
}
