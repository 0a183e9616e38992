export type CircuitState = 'closed' | 'open' | 'half-open'

export interface CircuitOptions {
  /** So many failures one after the other open the circuit. */
  readonly failures: number
  /** How long it stays open the first time; each trial that fails doubles it. */
  readonly openMs: number
  readonly maxOpenMs: number
}

/** What a request may do: `trial` is the one that finds out whether an open circuit can close. */
export type Permit = 'normal' | 'trial' | 'refused'

/**
 * Keeps requests from a member that does not answer, so that nobody waits for it in vain. After a time one request is
 * let through: the member's answer to it closes the circuit, its failure opens it for longer. Times are milliseconds of
 * one clock.
 */
export class Circuit {
  readonly #options: CircuitOptions
  #state: CircuitState = 'closed'
  #failures = 0
  #openForMs: number
  #openUntil = 0

  constructor(options: CircuitOptions) {
    this.#options = options
    this.#openForMs = options.openMs
  }

  get state(): CircuitState {
    return this.#state
  }

  /** Whoever is admitted tells the outcome by `succeeded`, `failed` or `left`. */
  admit(now: number): Permit {
    if (this.#state === 'closed') return 'normal'
    if (this.#state === 'half-open' || now < this.#openUntil) return 'refused'
    this.#state = 'half-open'
    return 'trial'
  }

  /** Any answer closes the circuit, be it to a request that was under way when it opened. */
  succeeded(): void {
    this.#state = 'closed'
    this.#failures = 0
    this.#openForMs = this.#options.openMs
  }

  failed(permit: Permit, now: number): void {
    if (permit === 'trial') {
      this.#openForMs = Math.min(this.#openForMs * 2, this.#options.maxOpenMs)
      this.#open(now)
    } else if (this.#state === 'closed') {
      this.#failures += 1
      if (this.#failures >= this.#options.failures) this.#open(now)
    }
  }

  /** Nobody waits for the request any more: it says nothing of the member. */
  left(permit: Permit): void {
    if (permit === 'trial' && this.#state === 'half-open') this.#state = 'open'
  }

  /** In how many milliseconds it is worth asking again. */
  retryAfterMs(now: number): number {
    return this.#state === 'closed' ? 0 : Math.max(0, this.#openUntil - now)
  }

  #open(now: number): void {
    this.#state = 'open'
    this.#failures = 0
    this.#openUntil = now + this.#openForMs
  }
}
