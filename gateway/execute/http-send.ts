import { type Dispatcher, Pool } from 'undici'
import type { Endpoint } from '../route/router.ts'
import { type CallOptions, type MemberAnswer, readAnswerText, type Send } from './member-answer.ts'

export interface HttpSendOptions {
  /** How long a member may take for one answer, from the request to the last byte. */
  readonly timeoutMs: number
  /** Told how each request ended, for the choice among members that answer alike. */
  readonly report: (endpoint: Endpoint, answered: boolean) => void
}

export interface HttpSend {
  readonly send: Send
  /** Waits for what is under way, then closes the connections. */
  close(): Promise<void>
}

const MAX_CONNECTIONS = 64
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024

interface Target {
  readonly pool: Pool
  readonly path: string
}

/** Sends over HTTP with kept connections, a pool for each origin. */
export function createHttpSend(options: HttpSendOptions): HttpSend {
  const pools = new Map<string, Pool>()
  const targets = new Map<string, Target>()

  function targetOf(url: string): Target {
    const known = targets.get(url)
    if (known) return known
    const { origin, pathname, search } = new URL(url)
    const pool =
      pools.get(origin) ?? new Pool(origin, { connections: MAX_CONNECTIONS, maxResponseSize: MAX_RESPONSE_BYTES })
    pools.set(origin, pool)
    const target = { pool, path: pathname + search }
    targets.set(url, target)
    return target
  }

  return {
    async send(endpoint, body, call) {
      const answer = await post(targetOf(endpoint.url), body, call, options.timeoutMs)
      // a client that left says nothing of the member
      if (!call.signal.aborted) options.report(endpoint, answer.kind === 'answered')
      return answer
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()))
    },
  }
}

const UNAVAILABLE: MemberAnswer = { kind: 'unavailable' }

function post(target: Target, body: string, call: CallOptions, timeoutMs: number): Promise<MemberAnswer> {
  if (call.signal.aborted) return Promise.resolve(UNAVAILABLE)
  return new Promise((resolve) => {
    const exchange = new Exchange(call.signal, timeoutMs, resolve)
    const headers = headersOf(call)
    target.pool.dispatch({ method: 'POST', path: target.path, headers, body }, exchange)
  })
}

/**
 * One request and what comes back. It takes undici's callbacks itself: a stream for each answer would cost more than
 * everything else that the gateway does for it.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal
  readonly #resolve: (answer: MemberAnswer) => void
  readonly #timer: NodeJS.Timeout
  #controller: Dispatcher.DispatchController | undefined
  #body: Buffer | undefined
  #rest: Buffer[] | undefined
  #ended = false

  constructor(signal: AbortSignal, timeoutMs: number, resolve: (answer: MemberAnswer) => void) {
    this.#signal = signal
    this.#resolve = resolve
    this.#timer = setTimeout(this.#giveUp, timeoutMs)
    signal.addEventListener('abort', this.#giveUp)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#ended) controller.abort(GIVEN_UP)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#body) this.#body = chunk
    else if (this.#rest) this.#rest.push(chunk)
    else this.#rest = [this.#body, chunk]
  }

  onResponseEnd(): void {
    const body = this.#rest ? Buffer.concat(this.#rest) : this.#body
    this.#end(body ? readAnswerText(body.toString('utf8')) : UNAVAILABLE)
  }

  onResponseError(): void {
    this.#end(UNAVAILABLE)
  }

  readonly #giveUp = () => {
    this.#end(UNAVAILABLE)
    this.#controller?.abort(GIVEN_UP)
  }

  #end(answer: MemberAnswer): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#timer)
    this.#signal.removeEventListener('abort', this.#giveUp)
    this.#resolve(answer)
  }
}

const GIVEN_UP = new Error('The answer is not waited for any longer')

const CONTENT_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json',
}

function headersOf({ authorization, traceparent, fields }: CallOptions): Record<string, string> {
  if (authorization === undefined && traceparent === undefined && !fields) return CONTENT_HEADERS
  return {
    ...CONTENT_HEADERS,
    ...fields,
    ...(authorization === undefined ? {} : { authorization }),
    ...(traceparent === undefined ? {} : { traceparent }),
  }
}
