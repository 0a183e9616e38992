import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallContext } from '../execute/operation.ts'
import type { NameClient } from '../http/client-names.ts'
import type { AskGraph } from './ask-graph.ts'
import { Open311Fault } from './faults.ts'
import { fileRequest } from './file-request.ts'
import { type Parameters, readParameters } from './parameters.ts'
import { listRequests, readRequest } from './read-requests.ts'
import { defineService, listServices } from './services.ts'
import { listUpdates } from './updates.ts'
import { type Named, type Row, toXml } from './xml.ts'

/** Where it is served: everything of the façade lies under it. */
export const OPEN311_PATH = '/open311/v2'

export interface Open311Options {
  readonly ask: AskGraph
  readonly now: () => Date
  /** Members count by it, as they do for those who ask the graph itself. */
  readonly clientOf: NameClient
  /** Told of what is no refusal. */
  readonly onFault: (fault: unknown) => void
}

type Format = 'json' | 'xml'

interface Question {
  readonly parameters: Parameters
  readonly call: CallContext & { readonly idempotencyKey?: string | undefined }
}

interface Answer extends Named {
  readonly rows: readonly Row[]
  readonly status?: number
}

/**
 * Open311 GeoReport v2 before the graph, so that applications that speak it join without GraphQL. It asks the graph as any
 * client does and has no right of its own: `api_key` is the application's token.
 */
export async function addOpen311(server: FastifyInstance, options: Open311Options): Promise<void> {
  await server.register(async (facade) => {
    // forms are read here only: elsewhere a page of another site could send one
    facade.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, new URLSearchParams(String(body))),
    )
    facade.setErrorHandler((error: unknown, request, reply) => {
      const fault = faultOf(error)
      if (fault.status >= 500 && fault.status !== 503) options.onFault(error)
      if (fault.retryAfter !== undefined) reply.header('retry-after', String(fault.retryAfter))
      return send(reply, formatOf(request.url), {
        ...{ root: 'errors', each: 'error', status: fault.status },
        rows: [{ code: String(fault.status), description: fault.message }],
      })
    })
    facade.get(`${OPEN311_PATH}/*`, (request, reply) => answer(options, request, reply, (path) => read(options, path)))
    facade.post(`${OPEN311_PATH}/*`, (request, reply) => answer(options, request, reply, (path) => file(options, path)))
  })
}

/** Finds what answers a path; undefined for no path of the standard. */
type Find = (path: string) => ((question: Question) => Promise<Answer>) | undefined

async function answer(
  { clientOf }: Open311Options,
  request: FastifyRequest,
  reply: FastifyReply,
  find: Find,
): Promise<FastifyReply> {
  const url = new URL(request.url, 'http://gateway')
  const path = url.pathname.slice(OPEN311_PATH.length + 1)
  const format = formatOf(path)
  const handle = /\.(json|xml)$/.test(path) ? find(decodeURIComponent(path.replace(/\.(json|xml)$/, ''))) : undefined
  if (!handle)
    throw new Open311Fault(404, 'GeoReport v2 has services, requests and servicerequestupdates, as .json or .xml.')
  const sent = request.body instanceof URLSearchParams ? request.body : url.searchParams
  const call = { ...callOf(request, reply, sent), client: clientOf(request.raw) }
  return send(reply, format, await handle({ parameters: readParameters(sent), call }))
}

function read({ ask, now }: Open311Options, path: string): ReturnType<Find> {
  const [kind, id, ...rest] = path.split('/')
  if (rest.length > 0) return undefined
  if (kind === 'services' && id === undefined) {
    return async ({ parameters, call }) => ({
      ...{ root: 'services', each: 'service' },
      rows: await listServices(ask, parameters, call),
    })
  }
  if (kind === 'services' && id !== undefined) {
    return async ({ parameters, call }) => ({
      ...{ root: 'service_definitions', each: 'service_definition' },
      rows: [await defineService(ask, id, parameters, call)],
    })
  }
  const named = { root: 'service_requests', each: 'request' }
  if (kind === 'requests' && id === undefined) {
    return async ({ parameters, call }) => ({ ...named, rows: await listRequests(ask, parameters, now(), call) })
  }
  if (kind === 'requests' && id !== undefined) {
    return async ({ call }) => ({ ...named, rows: [await readRequest(ask, id, call)] })
  }
  if (kind === 'servicerequestupdates' && id === undefined) {
    return async ({ parameters, call }) => ({
      ...{ root: 'service_request_updates', each: 'request_update' },
      rows: await listUpdates(ask, parameters, call),
    })
  }
  return undefined
}

function file({ ask }: Open311Options, path: string): ReturnType<Find> {
  if (path !== 'requests') return undefined
  return async ({ parameters, call }) => ({
    ...{ root: 'service_requests', each: 'request', status: 201 },
    rows: [await fileRequest(ask, parameters, call)],
  })
}

/** The key is taken from where the standard has it, and from where HTTP has it. */
function callOf(request: FastifyRequest, reply: FastifyReply, sent: URLSearchParams): Question['call'] {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  const key = sent.get('api_key')
  const idempotencyKey = request.headers['idempotency-key']
  return {
    authorization: request.headers.authorization ?? (key === null ? undefined : `Bearer ${key}`),
    signal: controller.signal,
    ...(typeof idempotencyKey === 'string' && { idempotencyKey }),
  }
}

function formatOf(url: string): Format {
  return /\.xml(\?|$)/.test(url) ? 'xml' : 'json'
}

function faultOf(error: unknown): Open311Fault {
  if (error instanceof Open311Fault) return error
  const { statusCode = 500, message = '' } = isHttpError(error) ? error : {}
  return statusCode < 500
    ? new Open311Fault(statusCode, message)
    : new Open311Fault(500, 'Something went wrong on our side. It is logged; try again.')
}

function isHttpError(error: unknown): error is { readonly statusCode?: number; readonly message?: string } {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
}

function send(reply: FastifyReply, format: Format, { rows, status = 200, ...named }: Answer): FastifyReply {
  reply.code(status).header('cache-control', 'no-store')
  return format === 'xml'
    ? reply.header('content-type', 'text/xml; charset=utf-8').send(toXml(named, rows))
    : reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(rows))
}
