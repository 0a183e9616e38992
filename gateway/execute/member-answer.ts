import type { Endpoint } from '../route/router.ts'
import type { CallSignal } from './call-signal.ts'

export type JsonObject = Record<string, unknown>
export type ErrorPath = readonly (string | number)[]

/** An error as a member answered it. */
export interface MemberError {
  readonly message: string
  readonly path: ErrorPath | undefined
  readonly extensions: Readonly<JsonObject>
}

/**
 * `unavailable`: no answer in time, or one that is no GraphQL. Where it is `unsent`, no connection came about: whatever it
 * was, it may be sent again.
 */
export type MemberAnswer =
  | {
      readonly kind: 'answered'
      /** Belongs to whoever asked: its objects become those of the client's answer. */
      readonly data: JsonObject | null
      readonly errors: readonly MemberError[]
      /** The body as it came, where it has `data` and nothing else. */
      readonly text?: string
    }
  | { readonly kind: 'unavailable'; readonly unsent?: true }

/** What every request of one client's call shares. */
export interface CallOptions {
  readonly authorization?: string | undefined
  /** W3C trace context. */
  readonly traceparent?: string | undefined
  /** A pseudonym of the client's network, that members count by; undefined where nobody counts. */
  readonly client?: string | undefined
  /**
   * Further header fields, by lower-case names: what proves to a member from whom the request is. They are written as they are: whoever
   * makes them (`trust/introduction.ts` and what signs for it) makes them of base64, digits and names of the registry alone.
   */
  readonly fields?: Readonly<Record<string, string>> | undefined
  readonly signal: CallSignal
  /** Whether it must not be sent twice, so that losing it to a connection that is about to close would be for good. */
  readonly once?: boolean | undefined
}

/** Sends one GraphQL request body to a member. Never rejects: what goes wrong is `unavailable`. */
export type Send = (endpoint: Endpoint, body: string, options: CallOptions) => Promise<MemberAnswer>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads a response body as a GraphQL answer; whatever is none of that form is `unavailable`. */
export function readAnswer(body: unknown): MemberAnswer {
  if (!isJsonObject(body)) return { kind: 'unavailable' }
  const errors = Array.isArray(body.errors) ? body.errors.map(readError) : []
  if (isJsonObject(body.data)) return { kind: 'answered', data: body.data, errors }
  return errors.length > 0 ? { kind: 'answered', data: null, errors } : { kind: 'unavailable' }
}

/** Reads a response body's text. */
export function readAnswerText(text: string): MemberAnswer {
  try {
    const body: unknown = JSON.parse(text)
    const answer = readAnswer(body)
    if (answer.kind !== 'answered' || !answer.data || !hasOneKey(body)) return answer
    return { kind: 'answered', data: answer.data, errors: answer.errors, text }
  } catch {
    return { kind: 'unavailable' }
  }
}

function hasOneKey(body: unknown): boolean {
  return isJsonObject(body) && Object.keys(body).length === 1
}

/** Facts of a member's server that are not the client's: its HTTP status, its stack. */
const HIDDEN_EXTENSIONS: ReadonlySet<string> = new Set(['http', 'stacktrace', 'exception'])

function readError(error: unknown): MemberError {
  if (!isJsonObject(error))
    return { message: 'The member answered an error without a message.', path: undefined, extensions: {} }
  const extensions = isJsonObject(error.extensions) ? error.extensions : {}
  return {
    message: typeof error.message === 'string' ? error.message : 'The member answered an error without a message.',
    path: Array.isArray(error.path) ? error.path.map(readPathStep) : undefined,
    extensions: Object.fromEntries(Object.entries(extensions).filter(([key]) => !HIDDEN_EXTENSIONS.has(key))),
  }
}

/** Some servers write list indexes as strings; no field's name begins with a digit. */
function readPathStep(step: unknown): string | number {
  if (typeof step === 'number') return step
  const text = String(step)
  return /^\d+$/.test(text) ? Number(text) : text
}
