/** The directory is searched week by week, newest first: weeks of seven days since the beginning of 1970, in UTC. */
const WEEK = 7 * 24 * 60 * 60 * 1000

/** Spans that a listing has a term for, in weeks, each beginning at a multiple of its length: see the migration. */
const SPANS = [1, 4, 16, 64, 256, 1024] as const

export function weekOf(instant: Date): number {
  return Math.floor(instant.getTime() / WEEK)
}

/**
 * The terms of spans that cover the weeks from the newest to the oldest, each week once: newest first, and none longer
 * than what lies before it, so that a search that has filled its page has looked at twice as much at most. Twenty years
 * are a score of spans.
 */
export function spansBack(newest: number, oldest: number): readonly string[] {
  const terms: string[] = []
  for (let last = newest; last >= oldest; ) {
    const passed = newest - last
    const span = SPANS.findLast(
      (weeks) => (last + 1) % weeks === 0 && last - weeks + 1 >= oldest && weeks <= Math.max(1, passed),
    )
    const length = span ?? 1
    terms.push(spanTerm(length, (last + 1 - length) / length))
    last -= length
  }
  return terms
}

function spanTerm(length: number, number: number): string {
  return length === 1 ? `@week:${number}` : `@weeks-${length}:${number}`
}
