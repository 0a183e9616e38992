/** Steps of a hundred microseconds, up to a minute; what is later counts as a minute. */
const STEP_US = 100
const STEPS = 600_000

/** Counts latencies without keeping each. */
export class Latencies {
  readonly #counts = new Uint32Array(STEPS)
  #total = 0

  add(us: number): void {
    const step = Math.min(STEPS - 1, Math.max(0, Math.floor(us / STEP_US)))
    this.#counts[step] = (this.#counts[step] ?? 0) + 1
    this.#total += 1
  }

  get total(): number {
    return this.#total
  }

  /** The latency in milliseconds that this share of all stays below. */
  quantile(share: number): number {
    let left = this.#total * share
    for (const [step, count] of this.#counts.entries()) {
      left -= count
      if (left <= 0) return ((step + 1) * STEP_US) / 1000
    }
    return 0
  }

  clear(): void {
    this.#counts.fill(0)
    this.#total = 0
  }
}
