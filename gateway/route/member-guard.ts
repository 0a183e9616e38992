import type { CallOptions, MemberAnswer, Send } from '../execute/member-answer.ts'
import { Bulkhead } from './bulkhead.ts'
import { Circuit, type CircuitState, type Permit } from './circuit.ts'
import { Latency } from './latency.ts'
import type { Endpoint } from './router.ts'

export type AttemptOutcome = 'answered' | 'failed' | 'left' | 'circuit-open' | 'queue-full'

/** Told what happens at the members: for metrics and the log. */
export interface GuardObserver {
  attempted(endpoint: Endpoint, outcome: AttemptOutcome, ms: number): void
  circuitChanged(endpoint: Endpoint, state: CircuitState): void
  repeated(endpoint: Endpoint, reason: 'retry' | 'hedge'): void
}

export interface GuardSettings {
  /** How long a member may take for one answer: also how long a request waits for its turn. */
  readonly timeoutMs: number
  /** Requests to one member at a time, and how many more may wait. */
  readonly concurrency: number
  readonly queue: number
  readonly circuitFailures: number
  readonly circuitOpenMs: number
}

export const DEFAULT_GUARD: Omit<GuardSettings, 'timeoutMs'> = {
  concurrency: 64,
  queue: 256,
  circuitFailures: 5,
  circuitOpenMs: 2000,
}
/** A member that is back waits no longer than this for its first request; one that is gone costs one request in as long. */
const CIRCUIT_MAX_OPEN_MS = 5_000

export type Attempt =
  | { readonly kind: 'answered'; readonly answer: Extract<MemberAnswer, { kind: 'answered' }> }
  /** `unsent`: no connection came about. */
  | { readonly kind: 'failed' | 'unsent'; readonly retryAfterMs: number }
  /** Nothing was sent, and asking again at once would be refused likewise. */
  | { readonly kind: 'refused'; readonly retryAfterMs: number }

/** Every request a member gets passes here; how the last ones ended decides on the next. */
export class MemberGuard {
  readonly latency = new Latency()
  readonly #endpoint: Endpoint
  readonly #settings: GuardSettings
  readonly #send: Send
  readonly #now: () => number
  readonly #observer: GuardObserver
  readonly #circuit: Circuit
  readonly #bulkhead: Bulkhead
  /** Second requests are paid for by first ones: one for every twenty. */
  #hedges = MAX_HEDGES

  constructor(endpoint: Endpoint, settings: GuardSettings, send: Send, now: () => number, observer: GuardObserver) {
    this.#endpoint = endpoint
    this.#settings = settings
    this.#send = send
    this.#now = now
    this.#observer = observer
    const { circuitFailures: failures, circuitOpenMs: openMs } = settings
    this.#circuit = new Circuit({ failures, openMs, maxOpenMs: Math.max(openMs, CIRCUIT_MAX_OPEN_MS) })
    this.#bulkhead = new Bulkhead(settings.concurrency, settings.queue)
  }

  get state(): { readonly circuit: CircuitState; readonly active: number; readonly waiting: number } {
    return { circuit: this.#circuit.state, active: this.#bulkhead.active, waiting: this.#bulkhead.waiting }
  }

  /** Not where many wait already: a second request would wait behind them, and make them wait longer. */
  takeHedge(): boolean {
    if (this.#hedges < 1 || this.#bulkhead.active > this.#settings.concurrency * HEDGED_UP_TO) return false
    this.#hedges -= 1
    return true
  }

  async attempt(body: string, call: CallOptions): Promise<Attempt> {
    const startedAt = this.#now()
    const entered = this.#bulkhead.enter(this.#settings.timeoutMs, call.signal)
    if (!(entered === true || (await entered))) {
      return this.#refused(call.signal.aborted ? 'left' : 'queue-full', startedAt)
    }
    try {
      // after the wait: the circuit may have opened meanwhile
      const permit = this.#changing(() => this.#circuit.admit(this.#now()))
      if (permit === 'refused') return this.#refused('circuit-open', startedAt)
      this.#hedges = Math.min(MAX_HEDGES, this.#hedges + HEDGES_PER_REQUEST)
      const answer = await this.#send(this.#endpoint, body, call)
      return this.#settle(answer, permit, call, startedAt)
    } finally {
      this.#bulkhead.leave()
    }
  }

  #settle(answer: MemberAnswer, permit: Permit, call: CallOptions, startedAt: number): Attempt {
    const now = this.#now()
    if (answer.kind === 'answered') {
      if (permit === 'normal' && this.#circuit.state === 'closed') this.#circuit.succeeded()
      else this.#changing(() => this.#circuit.succeeded())
      this.latency.add(now - startedAt)
      this.#observer.attempted(this.#endpoint, 'answered', now - startedAt)
      return { kind: 'answered', answer }
    }
    const outcome = call.signal.aborted ? 'left' : 'failed'
    this.#changing(() => (outcome === 'left' ? this.#circuit.left(permit) : this.#circuit.failed(permit, now)))
    this.#observer.attempted(this.#endpoint, outcome, now - startedAt)
    return { kind: answer.unsent ? 'unsent' : 'failed', retryAfterMs: this.#circuit.retryAfterMs(now) }
  }

  #refused(outcome: AttemptOutcome, startedAt: number): Attempt {
    const now = this.#now()
    this.#observer.attempted(this.#endpoint, outcome, now - startedAt)
    return { kind: 'refused', retryAfterMs: this.#circuit.retryAfterMs(now) }
  }

  #changing<Result>(change: () => Result): Result {
    const before = this.#circuit.state
    const result = change()
    if (this.#circuit.state !== before) this.#observer.circuitChanged(this.#endpoint, this.#circuit.state)
    return result
  }
}

const MAX_HEDGES = 10
const HEDGES_PER_REQUEST = 0.05
/** Of a member's places. */
const HEDGED_UP_TO = 0.25
