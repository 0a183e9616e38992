import type { PeerTls } from '@lawang/trust/tls/pinned-connection'
import type { Exchange, Origin } from '../member-http/connection.ts'
import { ConnectionPool } from '../member-http/connection-pool.ts'
import { rememberingHeads } from '../member-http/response-head.ts'
import type { Endpoint } from '../route/router.ts'
import type { CallSignal } from './call-signal.ts'
import { type CallOptions, type MemberAnswer, readAnswerText, type Send } from './member-answer.ts'

export interface HttpSendOptions {
  /** How long a member may take for one answer, from the request to the last byte. */
  readonly timeoutMs: number
  /** How the gateway speaks TLS with members; undefined where certificates are checked as everywhere. */
  readonly peer?: PeerTls | undefined
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
const READ_BUFFER_BYTES = 64 * 1024
const SWEPT_EVERY_MS = 1_000

/** An endpoint, with the part of its requests that is always the same. */
interface Target {
  readonly pool: ConnectionPool
  readonly headStart: string
}

/** Sends over HTTP with kept connections, a pool for each origin. */
export function createHttpSend(options: HttpSendOptions): HttpSend {
  const pools = new Map<string, ConnectionPool>()
  const targets = new Map<string, Target>()
  const readBuffer = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES)
  const readHead = rememberingHeads()
  const sweeper = setInterval(() => {
    for (const pool of pools.values()) pool.sweep()
  }, SWEPT_EVERY_MS).unref()

  function targetOf({ name, url: endpoint }: Endpoint): Target {
    const known = targets.get(endpoint)
    if (known) return known
    const url = new URL(endpoint)
    const pool =
      pools.get(url.origin) ??
      new ConnectionPool({
        ...{
          origin: originOf(url, name),
          peer: options.peer,
          connections: MAX_CONNECTIONS,
          maxBodyBytes: MAX_RESPONSE_BYTES,
        },
        ...{ readBuffer, readHead },
        now: () => performance.now(),
      })
    pools.set(url.origin, pool)
    const target = { pool, headStart: headStartOf(url) }
    targets.set(endpoint, target)
    return target
  }

  return {
    async send(endpoint, body, call) {
      const answer = await post(targetOf(endpoint), body, call, options.timeoutMs)
      // a client that left says nothing of the member
      if (!call.signal.aborted) options.report(endpoint, answer.kind === 'answered')
      return answer
    },
    async close() {
      clearInterval(sweeper)
      await Promise.all([...pools.values()].map((pool) => pool.close()))
    },
  }
}

function originOf({ protocol, hostname, port }: URL, server: string): Origin {
  const isSecure = protocol === 'https:'
  // a URL writes IPv6 in brackets, a socket does not
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (isSecure ? 443 : 80), isSecure, server }
}

function headStartOf({ pathname, search, host }: URL): string {
  return [
    `POST ${pathname}${search} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    'accept: application/graphql-response+json, application/json',
    'content-length: ',
  ].join('\r\n')
}

const UNAVAILABLE: MemberAnswer = { kind: 'unavailable' }
const UNSENT: MemberAnswer = { kind: 'unavailable', unsent: true }
/** What a header may hold (RFC 9110, section 5.5): a line break in one would begin another. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

function post(target: Target, body: string, call: CallOptions, timeoutMs: number): Promise<MemberAnswer> {
  if (call.signal.aborted) return Promise.resolve(UNAVAILABLE)
  const headers = headersOf(call)
  if (headers === undefined) return Promise.resolve(UNAVAILABLE)
  const bytes = Buffer.byteLength(body)
  const head = `${target.headStart}${bytes}\r\n${headers}\r\n`
  return new Promise((resolve) => {
    const post = new Post(target.pool, head, body, bytes === body.length, call, resolve)
    post.start(timeoutMs)
  })
}

/** Undefined when what the client has sent cannot be sent on. */
function headersOf({ authorization, traceparent, fields }: CallOptions): string | undefined {
  let text = ''
  for (const name in fields) {
    // every request's head begins with it
    if (name === 'content-type') continue
    text += `${name}: ${fields[name]}\r\n`
  }
  if (authorization !== undefined) {
    if (!HEADER_VALUE.test(authorization)) return undefined
    text += `authorization: ${authorization}\r\n`
  }
  if (traceparent !== undefined) {
    if (!HEADER_VALUE.test(traceparent)) return undefined
    text += `traceparent: ${traceparent}\r\n`
  }
  return text
}

/** One request and what comes back, until its deadline or until the client leaves. */
class Post implements Exchange {
  readonly head: string
  readonly body: string
  readonly isAscii: boolean
  readonly once: boolean
  readonly #pool: ConnectionPool
  readonly #signal: CallSignal
  readonly #resolve: (answer: MemberAnswer) => void
  #timer: NodeJS.Timeout | undefined

  constructor(
    pool: ConnectionPool,
    head: string,
    body: string,
    isAscii: boolean,
    { signal, once = false }: CallOptions,
    resolve: (answer: MemberAnswer) => void,
  ) {
    this.#pool = pool
    this.head = head
    this.body = body
    this.isAscii = isAscii
    this.once = once
    this.#signal = signal
    this.#resolve = resolve
  }

  start(timeoutMs: number): void {
    // an answer that has come while this process was busy is read first
    this.#timer = setTimeout(() => setImmediate(this.#giveUp), timeoutMs)
    this.#signal.addEventListener('abort', this.#giveUp)
    this.#pool.send(this)
  }

  end(text: string | undefined, isSent: boolean): void {
    clearTimeout(this.#timer)
    this.#signal.removeEventListener('abort', this.#giveUp)
    if (text !== undefined) this.#resolve(readAnswerText(text))
    else this.#resolve(isSent ? UNAVAILABLE : UNSENT)
  }

  readonly #giveUp = () => this.#pool.giveUp(this)
}
