import { once } from 'node:events'
import { Agent as HttpAgent, type IncomingMessage, request as requestByHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestByHttps } from 'node:https'
import { json } from 'node:stream/consumers'

/** Posts a JSON text. What came of it is undefined where the status is no success. */
export type PostJson = (
  text: string,
  signal: AbortSignal,
) => Promise<{ readonly status: number; readonly answer: unknown }>

const KEPT_CONNECTIONS = 2

/**
 * Posts to one address on connections that are kept. An exchange is sent for every few complaints that move, and the
 * platform's `fetch` takes several times as long for each, with streams and objects that nobody needs here.
 */
export function createPostJson(address: string, headers: Readonly<Record<string, string>>): PostJson {
  const url = new URL(address)
  const isSecure = url.protocol === 'https:'
  const options = { keepAlive: true, maxFreeSockets: KEPT_CONNECTIONS }
  const agent = isSecure ? new HttpsAgent(options) : new HttpAgent(options)
  const open = isSecure ? requestByHttps : requestByHttp
  const send = async (text: string, signal: AbortSignal) => {
    const body = Buffer.from(text)
    const request = open(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': body.length },
      agent,
      signal,
    })
    request.end(body)
    const [response]: IncomingMessage[] = await once(request, 'response')
    if (!response) throw new Error('A response has come that is none')
    const { statusCode: status = 0 } = response
    if (status >= 200 && status < 300) return { status, answer: await json(response) }
    response.resume()
    return { status, answer: undefined }
  }
  return (text, signal) =>
    send(text, signal).catch((error: unknown) => {
      // The reason is what whoever has aborted it wants to say; the request's own error says only that it was aborted.
      signal.throwIfAborted()
      throw error
    })
}
