/** A cache of `capacity` entries that forgets the one that was used longest ago. */
export class Lru<Value> {
  readonly #entries = new Map<string, Value>()
  readonly #capacity: number
  /** The key that was moved to the end last: who asks once asks again. It may be forgotten since. */
  #newest: string | undefined

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key)
    if (value === undefined || key === this.#newest) return value
    this.#entries.delete(key)
    this.#entries.set(key, value)
    this.#newest = key
    return value
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    this.#newest = key
    if (this.#entries.size <= this.#capacity) return
    const oldest = this.#entries.keys().next()
    if (!oldest.done) this.#entries.delete(oldest.value)
  }

  /** Forgets the key, but only while it still holds this value. */
  delete(key: string, value: Value): void {
    if (this.#entries.get(key) === value) this.#entries.delete(key)
  }
}
