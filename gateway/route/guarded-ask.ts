import { LinkedSignal } from '../execute/call-signal.ts'
import type { CallOptions, Send } from '../execute/member-answer.ts'
import type { Ask, AskAnswer } from './ask.ts'
import { type Attempt, type GuardObserver, type GuardSettings, MemberGuard } from './member-guard.ts'
import type { Endpoint } from './router.ts'

export interface GuardOptions {
  readonly send: Send
  readonly settings: GuardSettings
  readonly observer: GuardObserver
  /** A clock in milliseconds. */
  readonly now: () => number
  /** From 0 up to 1: spreads retries, so that clients of a member that comes back do not come all at once. */
  readonly random: () => number
}

export interface GuardedAsk {
  readonly ask: Ask
  /** The members that were asked so far, by the urls of their endpoints. */
  readonly guards: ReadonlyMap<string, { readonly endpoint: Endpoint; readonly guard: MemberGuard }>
  /** Forgets the members that are not among these any more. */
  keepOnly(urls: ReadonlySet<string>): void
}

const RETRY_AFTER_MS = { least: 5, most: 25 }
/** In steps: the platform keeps a list of timers for each length, and hundreds of members would each have their own. */
const HEDGE_AFTER_MS = { least: 10, step: 10, unknown: 250 }

/**
 * Asks members so that one that is slow, broken or gone costs the others nothing: each has a bounded number of requests
 * and a circuit. A query is sent a second time when the first try failed early, or is slower than 95 of 100 answers are;
 * where several members answer alike, the second try goes to another. A change is tried again only where nothing of it
 * has left.
 */
export function guardedAsk(options: GuardOptions): GuardedAsk {
  const guards = new Map<string, { readonly endpoint: Endpoint; readonly guard: MemberGuard }>()
  const guardOf = (endpoint: Endpoint): MemberGuard => {
    const known = guards.get(endpoint.url)
    if (known) return known.guard
    const guard = new MemberGuard(endpoint, options.settings, options.send, options.now, options.observer)
    guards.set(endpoint.url, { endpoint, guard })
    return guard
  }
  return {
    guards,
    async ask(endpoints, body, call, repeatable) {
      const [first] = endpoints
      if (!first) return { kind: 'unavailable', retryAfter: 1 }
      const tries = endpoints.length > 1 ? endpoints : [first, first]
      return new Inquiry(options, guardOf, tries, body, repeatable ? call : { ...call, once: true }).answer()
    },
    keepOnly(urls) {
      for (const [url, { guard }] of guards) {
        if (urls.has(url)) continue
        guard.close()
        guards.delete(url)
      }
    },
  }
}

function asAnswer(attempt: Attempt): AskAnswer {
  if (attempt.kind === 'answered') return attempt.answer
  return { kind: 'unavailable', retryAfter: Math.max(1, Math.ceil(attempt.retryAfterMs / 1000)) }
}

/** One request on its way: tries in order, the next when one has failed or, once and for a query, when it is late. */
class Inquiry {
  readonly #options: GuardOptions
  readonly #guardOf: (endpoint: Endpoint) => MemberGuard
  readonly #tries: readonly Endpoint[]
  readonly #body: string
  readonly #call: CallOptions
  readonly #startedAt: number
  #resolve: (answer: AskAnswer) => void = () => {}
  #started = 0
  #running = 0
  #done = false
  #timer: NodeJS.Timeout | undefined
  /** Ends a second try when the first has answered. A first try is left to its deadline: that is rare. */
  #second: LinkedSignal | undefined

  constructor(
    options: GuardOptions,
    guardOf: (endpoint: Endpoint) => MemberGuard,
    tries: readonly Endpoint[],
    body: string,
    call: CallOptions,
  ) {
    this.#options = options
    this.#guardOf = guardOf
    this.#tries = tries
    this.#body = body
    this.#call = call
    this.#startedAt = options.now()
  }

  answer(): Promise<AskAnswer> {
    return new Promise((resolve) => {
      this.#resolve = resolve
      this.#start(this.#call)
      const delay = this.#done ? undefined : this.#hedgeDelay()
      // a timer is late when this process was busy, and so is the answer: that is read first
      if (delay !== undefined) this.#timer = setTimeout(() => setImmediate(() => this.#hedge()), delay)
    })
  }

  #start(call: CallOptions): void {
    const endpoint = this.#tries[this.#started]
    if (!endpoint) return
    this.#started += 1
    this.#running += 1
    this.#guardOf(endpoint)
      .attempt(this.#body, call)
      .then((attempt) => this.#settle(attempt))
  }

  #settle(attempt: Attempt): void {
    this.#running -= 1
    if (this.#done) return
    const next = this.#tries[this.#started]
    const last = this.#tries[this.#started - 1]
    if (attempt.kind === 'answered' || this.#call.signal.aborted) this.#finish(attempt)
    else if (this.#running > 0) return
    else if (this.#call.once && attempt.kind === 'failed') this.#finish(attempt)
    else if (next && next !== last) this.#start(this.#call)
    else if (next && attempt.kind !== 'refused' && this.#isEarly()) this.#retryLater(next, attempt)
    else this.#finish(attempt)
  }

  /** A retry after a long wait would make the client wait twice as long for the same. */
  #isEarly(): boolean {
    return this.#options.now() - this.#startedAt < this.#options.settings.timeoutMs / 2
  }

  #retryLater(endpoint: Endpoint, failed: Attempt): void {
    clearTimeout(this.#timer)
    const { least, most } = RETRY_AFTER_MS
    this.#timer = setTimeout(
      () => {
        if (this.#call.signal.aborted) return this.#finish(failed)
        this.#options.observer.repeated(endpoint, 'retry')
        this.#start(this.#call)
      },
      least + this.#options.random() * (most - least),
    )
  }

  #hedgeDelay(): number | undefined {
    const [first, second] = this.#tries
    if (!first || !second || this.#call.once) return undefined
    const p95 = this.#guardOf(first).latency.p95
    const { least, step } = HEDGE_AFTER_MS
    if (p95 !== undefined) return Math.max(least, Math.ceil(p95 / step) * step)
    return first === second ? undefined : HEDGE_AFTER_MS.unknown
  }

  #hedge(): void {
    const endpoint = this.#tries[this.#started]
    if (this.#done || !endpoint || this.#running === 0 || !this.#guardOf(endpoint).takeHedge()) return
    this.#options.observer.repeated(endpoint, 'hedge')
    this.#second = new LinkedSignal(this.#call.signal)
    this.#start({ ...this.#call, signal: this.#second })
  }

  #finish(attempt: Attempt): void {
    this.#done = true
    clearTimeout(this.#timer)
    this.#second?.release()
    this.#second?.abort()
    this.#resolve(asAnswer(attempt))
  }
}
