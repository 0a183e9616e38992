/** One subscription to carry from a member. */
export interface UpstreamRequest {
  /** The member's GraphQL endpoint, http(s). */
  readonly url: string
  /** The subscriber's Authorization header: the member decides by it. */
  readonly authorization?: string | undefined
  readonly query: string
  readonly operationName?: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

/** Where subscriptions come from. The transports know nothing of what is behind it: sockets, or sharing between subscribers. */
export interface Upstream {
  /**
   * The payloads of one subscription in order. Ends when the member completes it or `signal` aborts; throws
   * `UpstreamRefused` when the member answers with errors, `UpstreamLost` when events may be missing from here on.
   */
  open(request: UpstreamRequest, signal: AbortSignal): AsyncIterable<unknown>
  /** Ends everything; every open subscription is lost. */
  close(): void
}

/** The member refused the operation; `errors` are as it sent them, unchecked. */
export class UpstreamRefused extends Error {
  override readonly name = 'UpstreamRefused'
  readonly errors: readonly unknown[]

  constructor(errors: readonly unknown[]) {
    super('The member refused the subscription')
    this.errors = errors
  }
}

/**
 * The connection to the member broke, or its events came faster than the subscriber takes them. The client must be made
 * to subscribe again: told `complete`, it would believe that nothing more happens.
 */
export class UpstreamLost extends Error {
  override readonly name = 'UpstreamLost'
}
