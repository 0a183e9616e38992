import { Agent, type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'

export interface Asked {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

const PATIENCE_MS = 15_000

export type LeanAsk = <T>(url: string, asked: Asked, headers?: Readonly<Record<string, string>>) => Promise<T>

/**
 * Asks on connections that are kept, with as little as a client can do: whoever measures on the same machine takes its time
 * from what is measured. Gives the data of an answer; throws where there is an error in it, because what is refused is
 * quickly answered.
 */
export function leanAsk(connections?: number): LeanAsk {
  const agent = new Agent({ keepAlive: true, ...(connections !== undefined && { maxSockets: connections }) })
  return async <T>(url: string, asked: Asked, headers: Readonly<Record<string, string>> = {}) => {
    const body = JSON.stringify(asked)
    const all = { ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const signal = AbortSignal.timeout(PATIENCE_MS)
    request(url, { method: 'POST', agent, headers: all, signal }, resolve).on('error', reject).end(body)
    const response = await promise
    const { data, errors } = (await json(response)) as { data?: T; errors?: readonly unknown[] }
    if (errors || data === undefined) throw new Error(`${response.statusCode} ${JSON.stringify(errors)}`)
    return data
  }
}
