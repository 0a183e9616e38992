export type CircuitState = 'closed' | 'open' | 'half-open'

export interface CircuitOptions {
  /** So many failures one after the other open the circuit. */
  readonly failures: number
  /** How long it stays open the first time; each trial that fails doubles it. */
  readonly openMs: number
  readonly maxOpenMs: number
}

/**
 * Keeps requests from a member that does not answer, so that nobody waits for it in vain. While it is open no client's
 * request finds out whether the member is back: trials do, one at a time. After a trial that was answered it is half-open:
 * requests go through, an answer closes it, a single failure opens it for longer. Times are milliseconds of one clock.
 */
export class Circuit {
  readonly #options: CircuitOptions
  #state: CircuitState = 'closed'
  #failures = 0
  #openForMs: number
  #openUntil = 0
  #times = 0

  constructor(options: CircuitOptions) {
    this.#options = options
    this.#openForMs = options.openMs
  }

  get state(): CircuitState {
    return this.#state
  }

  /** How often it was opened: what began before it was last opened and fails afterwards tells nothing new. */
  get times(): number {
    return this.#times
  }

  /** Any answer to a client closes the circuit, be it to a request that was under way when it opened. */
  succeeded(): void {
    this.#state = 'closed'
    this.#failures = 0
    this.#openForMs = this.#options.openMs
  }

  /** A client's request, begun when the circuit had been opened so many `times`, came back without an answer. */
  failed(times: number, now: number): void {
    if (times !== this.#times || this.#state === 'open') return
    this.#failures += 1
    if (this.#state === 'half-open') this.#openLonger(now)
    else if (this.#failures >= this.#options.failures) this.#open(now)
  }

  trialAnswered(): void {
    if (this.#state === 'open') this.#state = 'half-open'
  }

  trialFailed(now: number): void {
    if (this.#state === 'open') this.#openLonger(now)
  }

  /** In how many milliseconds it is worth asking again. */
  retryAfterMs(now: number): number {
    return this.#state === 'open' ? Math.max(0, this.#openUntil - now) : 0
  }

  #openLonger(now: number): void {
    this.#openForMs = Math.min(this.#openForMs * 2, this.#options.maxOpenMs)
    this.#open(now)
  }

  #open(now: number): void {
    this.#state = 'open'
    this.#times += 1
    this.#failures = 0
    this.#openUntil = now + this.#openForMs
  }
}
