import { bearer } from '../operations/clients/client.ts'

/** How one request ended, as a front end sees it. */
export type Outcome<T> =
  | { readonly kind: 'answered'; readonly data: T }
  /** A decision of the product: asking again gives the same. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Nobody decided, or nobody could tell: it may have happened or not. */
  | { readonly kind: 'unknown'; readonly why: string }

export interface Question {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly token?: string
}

interface Answer<T> {
  readonly data?: T | null
  readonly errors?: readonly { readonly message?: string; readonly extensions?: { readonly code?: string } }[]
}

const PATIENCE_MS = 15_000
/** Codes that tell of a fault and not of a decision. */
const FAULTS = new Set(['MEMBER_UNAVAILABLE', 'INTERNAL', 'ERROR'])

/** Sends one operation. Never throws. */
export async function ask<T>(url: string, { query, variables, token }: Question): Promise<Outcome<T>> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(token) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const { data, errors = [] }: Answer<T> = JSON.parse(await response.text())
    const [error] = errors
    if (!error && data) return { kind: 'answered', data }
    const code = error?.extensions?.code ?? 'ERROR'
    return FAULTS.has(code) ? { kind: 'unknown', why: code } : { kind: 'refused', code }
  } catch (error) {
    return { kind: 'unknown', why: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
