import { once } from 'node:events'
import { Agent as HttpAgent, type IncomingMessage, request as requestByHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestByHttps } from 'node:https'
import { buffer } from 'node:stream/consumers'

/** What a server has answered. Names of headers are in small letters. */
export interface Posted {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Posts a text; rejects with the signal's reason when it aborts. Whoever answers cannot send us elsewhere. */
export type Post = (text: string, headers: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<Posted>

const KEPT_CONNECTIONS = 2

/**
 * Posts to one address on connections that are kept; `pinned` opens them, where it has to be certain to whom. An exchange is sent for every few complaints that move, and the
 * platform's `fetch` takes several times as long for each, with streams and objects that nobody needs here.
 */
export function createPost(address: string, pinned?: HttpsAgent): Post {
  const url = new URL(address)
  const isSecure = url.protocol === 'https:'
  const options = { keepAlive: true, maxFreeSockets: KEPT_CONNECTIONS }
  const agent = pinned ?? (isSecure ? new HttpsAgent(options) : new HttpAgent(options))
  const open = isSecure ? requestByHttps : requestByHttp
  const post: Post = async (text, headers, signal) => {
    const body = Buffer.from(text)
    const all = { ...headers, 'content-length': String(body.length) }
    const request = open(url, { method: 'POST', headers: all, agent, signal })
    request.end(body)
    const [response]: IncomingMessage[] = await once(request, 'response')
    if (!response) throw new Error('A response has come that is none')
    return { status: response.statusCode ?? 0, headers: textsOf(response), body: await buffer(response) }
  }
  return (text, headers, signal) =>
    post(text, headers, signal).catch((error: unknown) => {
      // The request's own error says only that it was aborted.
      signal.throwIfAborted()
      throw error
    })
}

function textsOf({ headers }: IncomingMessage): Posted['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value = '']) => [name, String(value)]))
}
