/** The directory is searched by the time of filing, newest first: in periods of six hours since the beginning of 1970, in UTC. */
const PERIOD = 6 * 60 * 60 * 1000

/** Spans that a listing has a term for, in periods, each beginning at a multiple of its length: see the migration. */
const SPANS = [1, 4, 16, 64, 256, 1024, 4096] as const

export function periodOf(instant: Date): number {
  return Math.floor(instant.getTime() / PERIOD)
}

/**
 * The terms of spans that cover the periods from the newest to the oldest, each period once: newest first, and none longer
 * than what lies before it, so that a search that has filled its page has looked at twice as much at most. Twenty years
 * are some forty spans.
 */
export function spansBack(newest: number, oldest: number): readonly string[] {
  const terms: string[] = []
  for (let last = newest; last >= oldest; ) {
    const passed = newest - last
    const span = SPANS.findLast(
      (periods) => (last + 1) % periods === 0 && last - periods + 1 >= oldest && periods <= Math.max(1, passed),
    )
    const length = span ?? 1
    terms.push(spanTerm(length, (last + 1 - length) / length))
    last -= length
  }
  return terms
}

function spanTerm(length: number, number: number): string {
  return `@span-${length}:${number}`
}
