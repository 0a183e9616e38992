import type { Operations } from '../execute/operation.ts'
import { carrySubscription } from './carry-subscription.ts'
import type { Running } from './run-operation.ts'

/** What the member that keeps an officer's decrees tells the officer. */
const QUERY = 'subscription MandateEnded($region: ID!) { mandateEnded(region: $region) { at } }'
/** Between two attempts to reach a member that is away. */
const PAUSE_MS = 1_000
/** Roles that act under a decree; the national administrator's is the nation's. */
const OFFICERS: Readonly<Record<string, true>> = { operator: true, coordinator: true, 'national-admin': true }
const NATION = '00'

type Watching = Pick<Running, 'upstream' | 'onFault'> & { readonly operations: Operations }

/**
 * Calls `onEnded` when the member that keeps an officer's decrees says that the right to act has ended: what else the
 * socket carries may come from members that know nothing of it. Returns what ends the waiting. The token is not verified:
 * the member does that, and it tells nobody but the officer. A member that is away is asked again when it is back.
 */
export function whenMandateEnds(
  running: Watching,
  authorization: string | undefined,
  onEnded: () => void,
): () => void {
  const region = officersRegion(authorization)
  if (region === undefined) return () => {}
  const leaving = new AbortController()
  void follow(running, { authorization, region, signal: leaving.signal }, onEnded)
  return () => leaving.abort()
}

interface Officer {
  readonly authorization: string | undefined
  readonly region: string
  readonly signal: AbortSignal
}

async function follow(running: Watching, officer: Officer, onEnded: () => void): Promise<void> {
  while (!officer.signal.aborted) {
    const outcome = await followOnce(running, officer)
    if (outcome === 'ended') return onEnded()
    if (outcome === 'nothing to tell') return
    await pause(officer.signal)
  }
}

async function followOnce({ operations, upstream }: Watching, { authorization, region, signal }: Officer) {
  try {
    const prepared = await operations.prepare({ query: QUERY, variables: { region } })
    const fetch = operations.subscriptionFetch(prepared)
    for await (const { data } of carrySubscription(fetch, upstream, { authorization, signal })) {
      if (data) return 'ended'
    }
    return 'nothing to tell'
  } catch (error) {
    return error instanceof UpstreamLost ? 'lost' : 'nothing to tell'
  }
}

/** Ends early when the signal aborts. */
function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, PAUSE_MS)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
  })
}

/** The government in whose name the token says that its bearer acts; undefined for everybody who is no officer. */
function officersRegion(authorization: string | undefined): string | undefined {
  const claims = claimsOf(authorization)
  const { role, region } = { role: claims?.role, region: claims?.region }
  if (typeof role !== 'string' || !Object.hasOwn(OFFICERS, role)) return undefined
  if (role === 'national-admin') return NATION
  return typeof region === 'string' ? region : undefined
}
