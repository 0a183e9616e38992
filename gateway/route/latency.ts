const SAMPLES = 256
const RENEWED_EVERY = 64

/** The 95th percentile of a member's last answers, renewed from time to time; undefined until there are enough. */
export class Latency {
  readonly #samples = new Float64Array(SAMPLES)
  #count = 0
  #p95: number | undefined

  get p95(): number | undefined {
    return this.#p95
  }

  add(ms: number): void {
    this.#samples[this.#count % SAMPLES] = ms
    this.#count += 1
    if (this.#count % RENEWED_EVERY !== 0) return
    const known = this.#samples.slice(0, Math.min(this.#count, SAMPLES)).sort()
    this.#p95 = known[Math.floor(known.length * 0.95)]
  }
}
