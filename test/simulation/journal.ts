/** The rows of one incarnation of a log or of mail: numbered from 1 without a gap, of which the oldest may be pruned. */
export class Journal<Row> {
  #rows: Row[]
  #pruned: number

  constructor(rows: readonly Row[] = [], pruned = 0) {
    this.#rows = [...rows]
    this.#pruned = pruned
  }

  copy(): Journal<Row> {
    return new Journal(this.#rows, this.#pruned)
  }

  /** The number of the last row, pruned or not; 0 before the first. */
  get written(): number {
    return this.#pruned + this.#rows.length
  }

  /** The rows that are still there. */
  get rows(): readonly Row[] {
    return this.#rows
  }

  /** Writes a row under the next number. */
  write(row: (n: number) => Row): void {
    this.#rows.push(row(this.written + 1))
  }

  /** What stands after this number, as far as it is still there: at most `most` rows. */
  after(n: number, most = Number.POSITIVE_INFINITY): readonly Row[] {
    const from = Math.max(0, n - this.#pruned)
    return this.#rows.slice(from, from + most)
  }

  /** Takes away the rows up to this number. Returns how many. */
  prune(upTo: number): number {
    const count = Math.max(0, Math.min(upTo - this.#pruned, this.#rows.length))
    this.#rows.splice(0, count)
    this.#pruned += count
    return count
  }

  /** A new incarnation begins at 1. */
  clear(): void {
    this.#rows = []
    this.#pruned = 0
  }
}
