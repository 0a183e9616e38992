/** A member's page as far as the merge has to know it: where each row stands in the order, ascending. */
export interface SourcePage {
  readonly rows: readonly PlacedRow[]
  readonly hasNextPage: boolean
}

export interface PlacedRow {
  readonly cursor: string
  /** The values that rows are ordered by, the first first. */
  readonly place: readonly unknown[]
}

/** A row of the merged page: which source it is from, and which of its rows it is. */
export interface MergedRow {
  readonly source: number
  readonly index: number
}

export interface MergedPage {
  readonly rows: readonly MergedRow[]
  /** Whether a source has rows that are not on the page. */
  readonly hasNextPage: boolean
}

/** The first `most` rows of all sources together, in their common order; rows of one place in the order of the sources. */
export function mergePages(sources: readonly SourcePage[], most: number): MergedPage {
  const next = sources.map(() => 0)
  const rows: MergedRow[] = []
  while (rows.length < most) {
    const source = firstOf(sources, next)
    if (source === undefined) break
    const index = next[source] ?? 0
    rows.push({ source, index })
    next[source] = index + 1
  }
  const hasNextPage = sources.some((page, source) => page.hasNextPage || (next[source] ?? 0) < page.rows.length)
  return { rows, hasNextPage }
}

/** The source whose next row comes first; undefined when all are read. */
function firstOf(sources: readonly SourcePage[], next: readonly number[]): number | undefined {
  let first: number | undefined
  let least: PlacedRow | undefined
  for (const [source, { rows }] of sources.entries()) {
    const row = rows[next[source] ?? 0]
    if (row && (!least || isBefore(row.place, least.place))) {
      first = source
      least = row
    }
  }
  return first
}

/** Instants and ids compare as texts, numbers as numbers; what is missing comes last. */
function isBefore(place: readonly unknown[], other: readonly unknown[]): boolean {
  for (const [index, value] of place.entries()) {
    const against = other[index]
    if (value === against) continue
    if (typeof value === 'number' && typeof against === 'number') return value < against
    if (value === null || value === undefined) return false
    if (against === null || against === undefined) return true
    const [left, right] = [String(value), String(against)]
    if (left !== right) return left < right
  }
  return false
}
