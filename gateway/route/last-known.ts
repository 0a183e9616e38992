import { type CallSignal, LinkedSignal } from '../execute/call-signal.ts'
import { isJsonObject } from '../execute/member-answer.ts'
import type { Ask } from './ask.ts'
import type { Router } from './router.ts'

/** What the national directory knew of a complaint. */
export interface KnownStatus {
  readonly status: string
  readonly asOf: string
}

/** The complaints of these ids that everybody may know; empty when the directory does not answer soon. Never rejects. */
export type LastKnown = (ids: readonly string[], signal: CallSignal) => Promise<ReadonlyMap<string, KnownStatus>>

/** An answer that is incomplete anyway is not to wait long for this. */
const BUDGET_MS = 300
const MOST_IDS = 100
const QUERY =
  'query ($ids: [ID!]!, $first: Int) { complaints(filter: { ids: $ids }, first: $first) { edges { node { id status asOf } } } }'

/** Asks the directory as a stranger would: what it tells is for everybody. */
export function directoryLastKnown(router: Router, ask: Ask, budgetMs = BUDGET_MS): LastKnown {
  return async (ids, signal) => {
    const variables = { ids: ids.slice(0, MOST_IDS), first: MOST_IDS }
    const soon = new LinkedSignal(signal)
    const timer = setTimeout(() => soon.abort(), budgetMs)
    const body = JSON.stringify({ query: QUERY, variables })
    const answer = await ask(router.anyOf('national'), body, { signal: soon }, true)
    clearTimeout(timer)
    soon.release()
    return answer.kind === 'answered' ? readListings(answer.data?.complaints) : new Map()
  }
}

function readListings(page: unknown): ReadonlyMap<string, KnownStatus> {
  const known = new Map<string, KnownStatus>()
  const edges = isJsonObject(page) && Array.isArray(page.edges) ? page.edges : []
  for (const edge of edges) {
    const node: unknown = isJsonObject(edge) ? edge.node : undefined
    if (!isJsonObject(node)) continue
    const { id, status, asOf } = node
    if (typeof id === 'string' && typeof status === 'string' && typeof asOf === 'string')
      known.set(id, { status, asOf })
  }
  return known
}
