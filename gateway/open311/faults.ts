import type { GraphFault } from './ask-graph.ts'

/** What is answered instead of what was asked for: an HTTP status and a sentence. */
export class Open311Fault extends Error {
  override readonly name = 'Open311Fault'
  readonly status: number
  readonly retryAfter: number | undefined

  constructor(status: number, sentence: string, retryAfter?: number) {
    super(sentence)
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** GeoReport v2 has three statuses: 400 for what is missing or wrong, 403 for the api_key, 404 for what is not there. */
const STATUSES: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 403,
  FORBIDDEN: 403,
  NO_MANDATE: 403,
  NOT_FOUND: 404,
  WRONG_ID_KIND: 404,
  UNKNOWN_JURISDICTION: 404,
  UNKNOWN_CATEGORY: 404,
  RATE_LIMITED: 429,
  MEMBER_UNAVAILABLE: 503,
  INTERNAL: 500,
}

/** The graph's refusal in the façade's terms. */
export function faultFrom({ code, message, retryAfter }: GraphFault): Open311Fault {
  return new Open311Fault(STATUSES[code] ?? 400, `${code}: ${message}`, retryAfter)
}
