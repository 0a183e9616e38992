import { Pool } from 'undici'
import type { Endpoint } from '../route/router.ts'
import { type CallOptions, type MemberAnswer, readAnswer, type Send } from './member-answer.ts'

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

async function post(target: Target, body: string, call: CallOptions, timeoutMs: number): Promise<MemberAnswer> {
  if (call.signal.aborted) return { kind: 'unavailable' }
  const controller = new AbortController()
  const abort = () => controller.abort()
  const timer = setTimeout(abort, timeoutMs)
  call.signal.addEventListener('abort', abort, { once: true })
  try {
    const response = await target.pool.request({
      method: 'POST',
      path: target.path,
      headers: headersOf(call.authorization),
      body,
      signal: controller.signal,
    })
    return readAnswer(await response.body.json())
  } catch {
    return { kind: 'unavailable' }
  } finally {
    clearTimeout(timer)
    call.signal.removeEventListener('abort', abort)
  }
}

const CONTENT_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json',
}

function headersOf(authorization: string | undefined): Record<string, string> {
  return authorization === undefined ? CONTENT_HEADERS : { ...CONTENT_HEADERS, authorization }
}
