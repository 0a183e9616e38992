import type { IncomingHttpHeaders } from 'node:http'
import type { ExecutionResult } from 'graphql'
import type { Documents } from '../documents/documents.ts'
import type { CallOptions } from '../execute/member-answer.ts'
import type { OperationRequest, PreparedOperation, WritingOperations } from '../execute/operation.ts'
import type { FormatError } from './apollo-front.ts'
import { inIndonesian, prefersIndonesian } from './spoken-language.ts'

/**
 * Answers operations that have been parsed, validated and planned before, without the pipeline that did so. What is
 * unusual in any way is left to that pipeline, so that there is one place only that refuses, and both give the same
 * answers.
 */
export interface ShortWay {
  /** The content type of the answer to these headers; undefined where the pipeline has not chosen one yet. */
  contentType(headers: IncomingHttpHeaders): string | undefined
  /** The operation of a POST's body that can be answered so; undefined for every other. */
  findPosted(body: string): PreparedOperation | undefined
  /** The operation of a GET's query string that can be answered so; undefined for every other. */
  findInQuery(parameters: Readonly<Record<string, unknown>>): PreparedOperation | undefined
  /** The body of the answer, its refusals in the language that is asked for. Never rejects. */
  answer(prepared: PreparedOperation, call: CallOptions, acceptLanguage?: string): Promise<string>
  /** Remembers which content type the pipeline chose for what a client accepts. */
  learn(headers: IncomingHttpHeaders, contentType: unknown): void
}

/** Clients send a handful of different headers; more are none that are worth remembering. */
const MAX_ACCEPT_HEADERS = 100
const MAX_ACCEPT_LENGTH = 200
/** Names that reach prototypes, and escapes that could hide them: the pipeline refuses such bodies. */
const SUSPICIOUS = /__proto__|constructor|\\u/

/** `formatError` is the pipeline's own. */
export function createShortWay(
  operations: WritingOperations,
  documents: Documents,
  formatError: FormatError,
): ShortWay {
  const contentTypes = new Map<string, string>()
  return {
    contentType: (headers) => contentTypes.get(headers.accept ?? ''),
    findPosted(body) {
      const asked = SUSPICIOUS.test(body) ? undefined : readBody(readJson(body), documents)
      const prepared = asked && operations.recall(asked)
      return prepared?.kind === 'subscription' ? undefined : prepared
    },
    findInQuery(parameters) {
      const asked = readParameters(parameters, documents)
      const prepared = asked && operations.recall(asked)
      return prepared?.kind === 'query' ? prepared : undefined
    },
    async answer(prepared, call, acceptLanguage) {
      const written = await operations.write(prepared, call)
      return written.kind === 'written'
        ? written.json
        : writeResult(written.result, spoken(formatError, acceptLanguage))
    },
    learn({ accept = '' }, contentType) {
      if (typeof contentType !== 'string' || accept.length > MAX_ACCEPT_LENGTH) return
      if (contentTypes.size < MAX_ACCEPT_HEADERS) contentTypes.set(accept, contentType)
    },
  }
}

/** Only what has nothing beside the usual keys is read; whatever else may be wrong is the pipeline's to tell. */
function readBody(body: unknown, documents: Documents): OperationRequest | undefined {
  if (!isRecord(body)) return undefined
  const { query: sent, operationName, variables, extensions } = body
  const query = readQuery(sent, extensions, documents)
  if (query === undefined) return undefined
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return undefined
  if (variables === undefined || variables === null) return { query, operationName }
  return isRecord(variables) ? { query, operationName, variables } : undefined
}

function readParameters(
  { query: sent, operationName, variables, extensions }: Readonly<Record<string, unknown>>,
  documents: Documents,
): OperationRequest | undefined {
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

function spoken(formatError: FormatError, acceptLanguage: string | undefined): FormatError {
  return prefersIndonesian(acceptLanguage)
    ? (formatted, error) => inIndonesian(formatError(formatted, error))
    : formatError
}

function writeResult({ errors, data, extensions }: ExecutionResult, formatError: FormatError): string {
  return JSON.stringify({ errors: errors?.map((error) => formatError(error.toJSON(), error)), data, extensions })
}
