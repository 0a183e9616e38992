import { isAscii } from 'node:buffer'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { parse as parseQueryString } from 'node:querystring'
import type { Origins } from '@lawang/trust/http/origins'
import { OwnedSignal } from '../execute/call-signal.ts'
import type { PreparedOperation } from '../execute/operation.ts'
import type { NameClient } from './client-names.ts'
import { acceptsGzip, compress, isCompressible } from './compression.ts'
import type { ShortWay } from './short-way.ts'

/**
 * Stands before the web framework, and answers what the short way knows with what Node's server has, because routing,
 * hooks and replies cost more than all that such an operation needs. Every other request goes on, with its body unread.
 */
export interface FrontDoor {
  /** Takes every request of the server; `within` is where those go that are not answered here. */
  opened(within: RequestListener): RequestListener
  /** From now on everything goes on: the framework refuses what comes while it stops. */
  close(): void
}

export interface FrontDoorOptions {
  readonly shortWay: ShortWay
  /** Whether the client may ask now. One that may not goes on, to be told so. */
  readonly admits: (request: IncomingMessage) => boolean
  readonly clientOf: NameClient
  /** The pages that may read an answer. */
  readonly origins: Pick<Origins, 'fieldsFor'>
  readonly onFault: (fault: unknown) => void
}

const PATH = '/graphql'
/** Longer bodies are rare, and gain nothing. */
const MAX_BODY_BYTES = 64 * 1024

export function createFrontDoor({ shortWay, admits, clientOf, origins, onFault }: FrontDoorOptions): FrontDoor {
  let isOpen = true

  const answer = async (request: IncomingMessage, response: ServerResponse, found: Found): Promise<void> => {
    const { authorization, traceparent, origin } = request.headers
    const { 'accept-encoding': accepted, 'accept-language': language } = request.headers
    const signal = new OwnedSignal()
    response.once('close', () => {
      if (!response.writableFinished) signal.abort()
    })
    const call = {
      authorization,
      traceparent: typeof traceparent === 'string' ? traceparent : undefined,
      client: clientOf(request),
      signal,
    }
    const body = await shortWay.answer(found.prepared, call, language)
    const head = { contentType: found.contentType, fields: origins.fieldsFor(origin) }
    if (!isCompressible(body)) send(response, head, body, NO_MORE)
    else if (!acceptsGzip(accepted)) send(response, head, body, VARIES)
    else send(response, head, await compress(body), ZIPPED)
  }

  return {
    opened: (within) => (request, response) => {
      const contentType = isOpen ? shortWay.contentType(request.headers) : undefined
      if (contentType === undefined) return within(request, response)
      const take = (prepared: PreparedOperation | undefined): boolean => {
        if (!prepared || !admits(request)) return false
        answer(request, response, { prepared, contentType }).catch((fault: unknown) => {
          onFault(fault)
          response.destroy()
        })
        return true
      }
      const parameters = readQueryString(request)
      if (parameters) {
        if (!take(shortWay.findInQuery(parameters))) within(request, response)
      } else if (!isJsonPost(request)) {
        within(request, response)
      } else {
        readBody(request, (bytes) => {
          if (take(shortWay.findPosted(bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')))) return
          request.pause()
          request.unshift(bytes)
          within(request, response)
        })
      }
    },
    close() {
      isOpen = false
    },
  }
}

interface Found {
  readonly prepared: PreparedOperation
  readonly contentType: string
}

/** What has another address or content type, is packed, or does not say how long it is, goes on. */
function isJsonPost({ method, url, headers }: IncomingMessage): boolean {
  if (method !== 'POST' || url !== PATH || headers['content-encoding'] !== undefined) return false
  const type = headers['content-type']
  if (type !== 'application/json' && type !== 'application/json; charset=utf-8') return false
  const length = Number(headers['content-length'])
  return length > 0 && length <= MAX_BODY_BYTES
}

/** Of a GET without any body. */
function readQueryString(request: IncomingMessage): Readonly<Record<string, unknown>> | undefined {
  const { method, url = '', headers } = request
  if (method !== 'GET' || !url.startsWith(`${PATH}?`)) return undefined
  const body = headers['content-type'] ?? headers['content-encoding'] ?? headers['content-length']
  if (body !== undefined || headers['transfer-encoding'] !== undefined) return undefined
  return parseQueryString(url.slice(PATH.length + 1))
}

/** Calls `done` with the whole body while the request has not ended yet, so that it can be put back. */
function readBody(request: IncomingMessage, done: (bytes: Buffer) => void): void {
  let missing = Number(request.headers['content-length'])
  const pieces: Buffer[] = []
  const take = (piece: Buffer) => {
    pieces.push(piece)
    missing -= piece.length
    if (missing > 0) return
    request.off('data', take)
    done(pieces.length === 1 ? piece : Buffer.concat(pieces))
  }
  request.on('data', take)
}

const NO_MORE: readonly string[] = []
const VARIES = ['vary', 'accept-encoding']
const ZIPPED = [...VARIES, 'content-encoding', 'gzip']

interface Head {
  readonly contentType: string
  readonly fields: readonly string[]
}

/** The headers are those that the pipeline gives its answers, the gateway's own CORS header among them. */
function send(
  response: ServerResponse,
  { contentType, fields }: Head,
  body: string | Buffer,
  more: readonly string[],
): void {
  const length = Buffer.byteLength(body)
  const headers = [...fields, 'cache-control', 'no-store', 'content-type', contentType]
  headers.push('content-length', String(length), ...more)
  response.writeHead(200, headers)
  // text of one byte for each character goes out with its head in one piece, uncounted
  if (typeof body === 'string') response.end(body, length === body.length ? 'latin1' : 'utf8')
  else response.end(body)
}
