import type { CallOptions, MemberAnswer, Send } from '../execute/member-answer.ts'
import { Bulkhead } from './bulkhead.ts'
import { Circuit, type CircuitState } from './circuit.ts'
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
  circuitOpenMs: 500,
}
/** A member that is back is found to be so no later than this; one that is gone costs one small request in as long. */
const CIRCUIT_MAX_OPEN_MS = 2_000
/** How long a trial may take: a member whose trial takes longer would keep clients waiting. */
const TRIAL_MS = 2_000
/** Every server of GraphQL answers it, with data or with a refusal, and at no cost. */
const TRIAL = JSON.stringify({ query: '{ __typename }' })

export type Attempt =
  | { readonly kind: 'answered'; readonly answer: Extract<MemberAnswer, { kind: 'answered' }> }
  /** `unsent`: no connection came about. */
  | { readonly kind: 'failed' | 'unsent'; readonly retryAfterMs: number }
  /** Nothing was sent, and asking again at once would be refused likewise. */
  | { readonly kind: 'refused'; readonly retryAfterMs: number }

/**
 * Every request a member gets passes here; how the last ones ended decides on the next. A member whose circuit is open is
 * tried by requests of the guard's own, so that no client's request is spent on it.
 */
export class MemberGuard {
  readonly latency = new Latency()
  readonly #endpoint: Endpoint
  readonly #settings: GuardSettings
  readonly #send: Send
  readonly #now: () => number
  readonly #observer: GuardObserver
  readonly #circuit: Circuit
  readonly #bulkhead: Bulkhead
  #trial: NodeJS.Timeout | undefined
  #isClosed = false
  /** Second requests are paid for by first ones: one for every twenty. */
  #hedges = 1

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
      if (this.#circuit.state === 'open') return this.#refused('circuit-open', startedAt)
      this.#hedges = Math.min(MAX_HEDGES, this.#hedges + HEDGES_PER_REQUEST)
      const { times } = this.#circuit
      const answer = await this.#send(this.#endpoint, body, call)
      return this.#settle(answer, call, startedAt, times)
    } finally {
      this.#bulkhead.leave()
    }
  }

  /** No more trials: nobody asks for this member any more. */
  close(): void {
    this.#isClosed = true
    clearTimeout(this.#trial)
  }

  #settle(answer: MemberAnswer, call: CallOptions, startedAt: number, times: number): Attempt {
    const now = this.#now()
    if (answer.kind === 'answered') {
      this.#succeeded()
      this.latency.add(now - startedAt)
      this.#observer.attempted(this.#endpoint, 'answered', now - startedAt)
      return { kind: 'answered', answer }
    }
    const outcome = call.signal.aborted ? 'left' : 'failed'
    if (outcome === 'failed') this.#changing(() => this.#circuit.failed(times, now))
    this.#observer.attempted(this.#endpoint, outcome, now - startedAt)
    return { kind: answer.unsent ? 'unsent' : 'failed', retryAfterMs: this.#circuit.retryAfterMs(now) }
  }

  #succeeded(): void {
    if (this.#circuit.state === 'closed') {
      this.#circuit.succeeded()
      return
    }
    clearTimeout(this.#trial)
    this.#changing(() => this.#circuit.succeeded())
  }

  async #try(): Promise<void> {
    const { times } = this.#circuit
    const answer = await this.#send(this.#endpoint, TRIAL, { signal: AbortSignal.timeout(TRIAL_MS) })
    // one that was under way when the circuit closed and opened again is not the trial of this time
    if (this.#circuit.times !== times) return
    this.#changing(() => {
      if (answer.kind === 'answered') this.#circuit.trialAnswered()
      else this.#circuit.trialFailed(this.#now())
    })
  }

  #refused(outcome: AttemptOutcome, startedAt: number): Attempt {
    const now = this.#now()
    this.#observer.attempted(this.#endpoint, outcome, now - startedAt)
    return { kind: 'refused', retryAfterMs: this.#circuit.retryAfterMs(now) }
  }

  #changing(change: () => void): void {
    const { state, times } = this.#circuit
    change()
    if (this.#circuit.times !== times) this.#tryLater()
    if (this.#circuit.state !== state) this.#observer.circuitChanged(this.#endpoint, this.#circuit.state)
  }

  #tryLater(): void {
    if (this.#isClosed) return
    this.#trial = setTimeout(() => this.#try(), this.#circuit.retryAfterMs(this.#now())).unref()
  }
}

/** So many are kept for later. Over hundreds of members more would be a good part of all requests, once all are late. */
const MAX_HEDGES = 2
const HEDGES_PER_REQUEST = 0.05
/** Of a member's places. */
const HEDGED_UP_TO = 0.25
