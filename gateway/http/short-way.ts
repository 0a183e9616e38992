import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ExecutionResult } from 'graphql'
import type { Documents } from '../documents/documents.ts'
import type { CallContext, OperationRequest, PreparedOperation, WritingOperations } from '../execute/operation.ts'
import type { FormatError } from './apollo-front.ts'

/**
 * Answers operations that have been parsed, validated and planned before, without the pipeline that did so. What is
 * unusual in any way is left to that pipeline, so that there is one place only that refuses, and both give the same
 * answers.
 */
export interface ShortWay {
  /** The operation of a request that can be answered so; undefined for every other. */
  find(request: FastifyRequest): KnownOperation | undefined
  answer(known: KnownOperation, call: CallContext, reply: FastifyReply): Promise<string>
  /** Remembers which content type the pipeline chose for what a client accepts. */
  learn(request: FastifyRequest, reply: FastifyReply): void
}

export interface KnownOperation {
  readonly prepared: PreparedOperation
  readonly contentType: string
}

/** Clients send a handful of different headers; more are none that are worth remembering. */
const MAX_ACCEPT_HEADERS = 100
const MAX_ACCEPT_LENGTH = 200

/** `formatError` is the pipeline's own. */
export function createShortWay(
  operations: WritingOperations,
  documents: Documents,
  formatError: FormatError,
): ShortWay {
  const contentTypes = new Map<string, string>()
  return {
    find(request) {
      const contentType = contentTypes.get(request.headers.accept ?? '')
      if (contentType === undefined) return undefined
      const asked = request.method === 'POST' ? readBody(request.body, documents) : readQueryString(request, documents)
      const prepared = asked && operations.recall(asked)
      if (!prepared || prepared.kind === 'subscription') return undefined
      return prepared.kind === 'mutation' && request.method !== 'POST' ? undefined : { prepared, contentType }
    },
    async answer({ prepared, contentType }, call, reply) {
      const written = await operations.write(prepared, call)
      reply.raw.setHeader('cache-control', 'no-store')
      reply.header('content-type', contentType)
      return written.kind === 'written' ? written.json : writeResult(written.result, formatError)
    },
    learn(request, reply) {
      const accept = request.headers.accept ?? ''
      const contentType = reply.getHeader('content-type')
      if (typeof contentType !== 'string' || accept.length > MAX_ACCEPT_LENGTH) return
      if (contentTypes.size < MAX_ACCEPT_HEADERS) contentTypes.set(accept, contentType)
    },
  }
}

/** Only what has nothing beside the usual keys is read; whatever else may be wrong is the pipeline's to tell. */
function readBody(body: unknown, documents: Documents): OperationRequest | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { query: sent, operationName, variables, extensions } = body as Readonly<Record<string, unknown>>
  const query = readQuery(sent, extensions, documents)
  if (query === undefined) return undefined
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return undefined
  if (variables === undefined || variables === null) return { query, operationName }
  return isRecord(variables) ? { query, operationName, variables } : undefined
}

function readQueryString(request: FastifyRequest, documents: Documents): OperationRequest | undefined {
  if (request.method !== 'GET' || request.headers['content-type'] !== undefined) return undefined
  const { query: sent, operationName, variables, extensions } = request.query as Readonly<Record<string, unknown>>
  const query = readQuery(sent, typeof extensions === 'string' ? readJson(extensions) : extensions, documents)
  if (query === undefined) return undefined
  if (operationName !== undefined && typeof operationName !== 'string') return undefined
  if (variables === undefined) return { query, operationName }
  const read = typeof variables === 'string' ? readJson(variables) : undefined
  return isRecord(read) ? { query, operationName, variables: read } : undefined
}

/** The text itself, or one that is named by its hash alone. */
function readQuery(sent: unknown, extensions: unknown, documents: Documents): string | undefined {
  if (extensions === undefined) return typeof sent === 'string' ? sent : undefined
  if (sent !== undefined || !isRecord(extensions) || !isRecord(extensions.persistedQuery)) return undefined
  const { version, sha256Hash } = extensions.persistedQuery
  return version === 1 && typeof sha256Hash === 'string' ? documents.get(sha256Hash) : undefined
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function writeResult({ errors, data, extensions }: ExecutionResult, formatError: FormatError): string {
  return JSON.stringify({ errors: errors?.map((error) => formatError(error.toJSON(), error)), data, extensions })
}
