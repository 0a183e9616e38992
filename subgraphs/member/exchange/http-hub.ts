import type { Agent } from 'node:https'
import { setTimeout as delay } from 'node:timers/promises'
import type { ExchangeAnswer, ExchangeRequest } from '@lawang/schema/exchange/exchange-messages'
import { parseExchangeAnswer } from '@lawang/schema/exchange/validate'
import type { SealedRequest, SealForServer } from '@lawang/trust/http/exchange-seal'
import { type GetStream, getStream } from './get-stream.ts'
import type { HubPort, OnMail } from './hub-port.ts'
import { createPost } from './post.ts'
import { eventsOf, pushIn } from './read-events.ts'
import { type TimeLimit, withTimeLimit } from './time-limit.ts'

export interface HttpHubOptions {
  /** Base url of the national member, without a path. */
  readonly url: string
  /** Bearer token of role member. */
  readonly token: string
  /** Signs requests and checks the hub's signature; neither, on a network that is not signed. */
  readonly seal?: SealForServer | undefined
  /** Milliseconds that the hub may take to answer; 30 seconds unless said. */
  readonly answerWithin?: number
  /** Opens lines that are the hub's for certain; the platform's own without it. */
  readonly agent?: Agent | undefined
  /** The trace that an exchange belongs to, as the header of its request. */
  readonly traceparent?: () => string | undefined
}

/** The hub did not answer, or not with what an exchange answers. */
export class HubUnavailable extends Error {
  override readonly name = 'HubUnavailable'
}

const ANSWER_WITHIN_MS = 30_000
/** The wake stream sends a comment more often than this; a silent one is dead. */
const SILENT_MS = 60_000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000

/** Dials the hub: `POST /exchange` with JSON both ways, and `GET /exchange/wake` as server-sent events. */
export function createHttpHub({
  url,
  token,
  seal = unsealed,
  answerWithin = ANSWER_WITHIN_MS,
  agent,
  traceparent = () => undefined,
}: HttpHubOptions): HubPort {
  const authorization = `Bearer ${token}`
  const address = `${url}/exchange`
  const send = createPost(address, agent)
  const get = getStream(agent)
  const limit = (signal?: AbortSignal): TimeLimit => ({
    milliseconds: answerWithin,
    reason: () => new HubUnavailable(`The hub has not answered within ${answerWithin} ms`),
    ...(signal && { signal }),
  })

  async function post(request: ExchangeRequest, signal: AbortSignal): Promise<ExchangeAnswer> {
    const text = JSON.stringify(request)
    const sealed = seal(address, text, { authorization, 'content-type': 'application/json' })
    const trace = traceparent()
    const sent = { ...sealed.headers, accept: 'application/json', ...(trace !== undefined && { traceparent: trace }) }
    const { status, headers, body } = await send(text, sent, signal)
    if (status !== 200) throw new HubUnavailable(`The hub answers the exchange with status ${status}`)
    if (!sealed.isAnsweredBy(status, headers, body)) {
      throw new HubUnavailable('The answer of the exchange is not signed by the hub')
    }
    return parseExchangeAnswer(JSON.parse(Buffer.from(body).toString('utf8')))
  }

  return {
    exchange: (request, signal) => withTimeLimit(limit(signal), (limited) => post(request, limited)),
    onWake(member, listener) {
      const ending = new AbortController()
      const address = `${url}/exchange/wake?member=${encodeURIComponent(member)}`
      // A wake is no more than a nudge, which anybody may give: only what carries mail is signed.
      const open = async (): Promise<OpenStream> => {
        const sealed = seal(address, undefined, { authorization })
        return { bytes: await openStream(get, address, sealed.headers, limit(ending.signal), ending.signal), sealed }
      }
      void followWakes(open, listener, ending.signal)
      return () => ending.abort()
    },
  }
}

const unsealed: SealForServer = (_url, _body, headers) => ({ headers, isAnsweredBy: () => true })

/** The limit is for the answer to begin; the stream itself goes on until `signal` aborts, or until it is silent. */
async function openStream(
  get: GetStream,
  address: string,
  sealed: Readonly<Record<string, string>>,
  limit: TimeLimit,
  signal: AbortSignal,
) {
  const following = new AbortController()
  signal.addEventListener('abort', () => following.abort(signal.reason), { once: true })
  const response = await withTimeLimit(limit, (limited) => {
    limited.addEventListener('abort', () => following.abort(limited.reason))
    const headers = { ...sealed, accept: 'text/event-stream' }
    return get(address, headers, following.signal)
  })
  if (response.status !== 200 || !response.body) {
    await response.body?.cancel()
    throw new HubUnavailable(`The hub answers the wake stream with status ${response.status}`)
  }
  return response.body
}

type Bytes = Awaited<ReturnType<typeof openStream>>

interface OpenStream {
  readonly bytes: Bytes
  /** The request that opened it, by which what it carries is signed. */
  readonly sealed: SealedRequest
}

/** Keeps the stream open; one that was opened again wakes at once, because nobody heard what was told meanwhile. */
async function followWakes(open: () => Promise<OpenStream>, listener: OnMail, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    try {
      const stream = await open()
      failures = 0
      listener()
      await readWakes(stream, listener)
    } catch {
      failures += 1
    }
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS)
    await delay(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {})
  }
}

/** Calls `listener` for every event until the stream ends or is silent for too long. */
async function readWakes({ bytes, sealed }: OpenStream, listener: OnMail): Promise<void> {
  const reader = bytes.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await within(SILENT_MS, reader.read())
      if (done) return
      const { events, rest: begun } = eventsOf(rest + value)
      rest = begun
      for (const event of events) listener(pushIn(event, sealed))
    }
  } finally {
    // The connection is given up; how its end is taken is nobody's business any more.
    void reader.cancel().catch(() => {})
  }
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  const { promise: silence, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new HubUnavailable('The wake stream is silent')), milliseconds)
  try {
    return await Promise.race([promise, silence])
  } finally {
    clearTimeout(timer)
  }
}
