import type { ExecutionResult, GraphQLError } from 'graphql'
import type { CallOptions } from './member-answer.ts'

/**
 * The seam between the transports (HTTP, WebSocket, server-sent events) and the executor. A transport prepares a
 * request, then executes it or, for a subscription, carries events from a member to the client.
 */
export interface OperationRequest {
  readonly query: string
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/** Who asks, and until when the answer is wanted: `signal` aborts when the client has gone. */
export interface CallContext {
  /** The client's Authorization header as it came; members verify it. */
  readonly authorization?: string | undefined
  /** The W3C trace context that the client sent; members get it, or that of the gateway's own span. */
  readonly traceparent?: string | undefined
  /** A pseudonym of the client's network, that members count by; undefined where nobody counts. */
  readonly client?: string | undefined
  readonly signal: AbortSignal
}

/** A request that is valid, planned, and whose variables are coerced. Opaque but for `kind`. */
export interface PreparedOperation {
  readonly kind: 'query' | 'mutation' | 'subscription'
}

/** Thrown by `prepare` and `subscriptionFetch`: `errors` are fit for the client, `extensions.code` is set in each. */
export class OperationRefused extends Error {
  override readonly name = 'OperationRefused'
  readonly errors: readonly GraphQLError[]

  constructor(errors: readonly GraphQLError[]) {
    super(errors.map((error) => error.message).join('\n'))
    this.errors = errors
  }
}

/** What one subscription needs from upstream, and how an upstream event becomes the client's. */
export interface SubscriptionFetch {
  readonly contract: string
  /** The name of the member that serves it, for logs and metrics. */
  readonly member: string
  /** The member's own endpoint, where one of several of its processes streams at `url`. */
  readonly memberUrl?: string
  /** Where the member's events are streamed, as an http(s) URL: the same URL with ws(s) speaks graphql-transport-ws. */
  readonly url: string
  readonly query: string
  readonly operationName?: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  /**
   * Makes the client's result of one upstream `next` payload: fetches what other members answer, renames, hides and
   * checks as the client's operation says. Never rejects; an unusable payload becomes a result with errors.
   * The payload is used up: its objects become the result's.
   */
  readonly onEvent: (payload: unknown, context: CallContext) => Promise<ExecutionResult>
  /**
   * Calls the listener when the gateway's graph has changed so that the subscription is to be made anew: the client has
   * to subscribe again. Called once when the events begin to be carried; what it returns is called when they have ended.
   */
  readonly onSuperseded?: (listener: () => void) => () => void
}

export interface Operations {
  /** Parses, limits, validates and plans; cached by query and operationName. Rejects with `OperationRefused`. */
  prepare(request: OperationRequest): Promise<PreparedOperation>
  /** Runs a query or mutation. Never rejects: every error of the result is fit for the client. */
  execute(prepared: PreparedOperation, context: CallContext): Promise<ExecutionResult>
  /** For a prepared subscription; throws `OperationRefused` when no member serves the jurisdiction that it names. */
  subscriptionFetch(prepared: PreparedOperation): SubscriptionFetch
}

/** A result on its way out: without errors it comes as the JSON text of the whole body. */
export type WrittenResult =
  | { readonly kind: 'written'; readonly json: string }
  | { readonly kind: 'result'; readonly result: ExecutionResult }

/** What plain HTTP needs beside: the short way of what was asked before. */
export interface WritingOperations extends Operations {
  /** What `prepare` would give, at once; undefined for what it has to plan first, or refuse. */
  recall(request: OperationRequest): PreparedOperation | undefined
  /** Like `execute`, for transports that send JSON: a member's text goes through where it is the answer. */
  write(prepared: PreparedOperation, call: CallOptions): Promise<WrittenResult>
}
