/** When which part of the network was down, in milliseconds of one monotonic clock. */
export interface Outages {
  begin(part: string): void
  end(part: string): void
  /** Whether one of these parts was down, or had just come back, at some moment of the time. */
  touch(parts: readonly string[], from: number, to: number): boolean
}

interface Outage {
  readonly part: string
  readonly from: number
  to: number
}

/**
 * Connections that others kept to a part that has come back are found dead one by one, and the gateway asks nobody to
 * wait for it until it has found it alive itself: by a trial two seconds after the last vain one, which took up to two.
 */
const AFTERMATH_MS = 10_000

export function createOutages(clock: () => number): Outages {
  const outages: Outage[] = []
  return {
    begin: (part) => outages.push({ part, from: clock(), to: Number.POSITIVE_INFINITY }),
    end: (part) => {
      const open = outages.findLast((outage) => outage.part === part && outage.to === Number.POSITIVE_INFINITY)
      if (open) open.to = clock()
    },
    touch: (parts, from, to) =>
      outages.some((outage) => parts.includes(outage.part) && outage.from <= to && outage.to + AFTERMATH_MS >= from),
  }
}
