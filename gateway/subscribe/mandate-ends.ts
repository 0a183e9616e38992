import type { GraphQLError } from 'graphql'
import { OperationRefused, type Operations } from '../execute/operation.ts'
import { carrySubscription } from './carry-subscription.ts'
import { claimsOf } from './token-claims.ts'
import { type Upstream, UpstreamLost } from './upstream.ts'

/** What the member that keeps an officer's decrees tells the officer. */
const QUERY = 'subscription MandateEnded($region: ID!) { mandateEnded(region: $region) { at } }'
/** Between two attempts to reach a member that is away. */
const PAUSE_MS = 1_000
/** Roles that act under a decree. */
const OFFICERS: readonly unknown[] = ['operator', 'coordinator', 'national-admin']
const NATION = '00'

interface Watched {
  readonly listeners: Set<() => void>
  readonly leaving: AbortController
}

/**
 * Tells when an officer's right to act ends, by the word of the member that keeps the decrees: what else a connection
 * carries may come from members that know nothing of it. However many connections a bearer has, the member is asked
 * once; when it is away it is asked again until it is back.
 */
export class MandateEnds {
  readonly #operations: Operations
  readonly #upstream: Upstream
  readonly #watched = new Map<string, Watched>()

  constructor(operations: Operations, upstream: Upstream) {
    this.#operations = operations
    this.#upstream = upstream
  }

  /** Calls `onEnded` when the bearer's right ends. Returns what ends the waiting; nobody but officers is waited for. */
  watch(authorization: string | undefined, onEnded: () => void): () => void {
    const region = officersRegion(authorization)
    if (authorization === undefined || region === undefined) return () => {}
    const watched = this.#watched.get(authorization) ?? this.#begin(authorization, region)
    const listener = () => onEnded()
    watched.listeners.add(listener)
    return () => {
      watched.listeners.delete(listener)
      if (watched.listeners.size === 0) this.#forget(authorization, watched)
    }
  }

  #begin(authorization: string, region: string): Watched {
    const watched = { listeners: new Set<() => void>(), leaving: new AbortController() }
    this.#watched.set(authorization, watched)
    void this.#follow(authorization, region, watched.leaving.signal).then((hasEnded) => {
      if (!hasEnded) return
      for (const listener of [...watched.listeners]) listener()
      this.#forget(authorization, watched)
    })
    return watched
  }

  #forget(authorization: string, watched: Watched): void {
    watched.leaving.abort()
    if (this.#watched.get(authorization) === watched) this.#watched.delete(authorization)
  }

  /** Whether the right has ended; false when there is nothing to wait for. */
  async #follow(authorization: string, region: string, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const outcome = await this.#ask(authorization, region, signal)
      if (outcome !== 'lost') return outcome === 'ended'
      await pause(signal)
    }
    return false
  }

  async #ask(
    authorization: string,
    region: string,
    signal: AbortSignal,
  ): Promise<'ended' | 'lost' | 'nothing to tell'> {
    try {
      const prepared = await this.#operations.prepare({ query: QUERY, variables: { region } })
      const fetch = this.#operations.subscriptionFetch(prepared)
      for await (const { data } of carrySubscription(fetch, this.#upstream, { authorization, signal })) {
        if (data != null) return 'ended'
      }
      return 'nothing to tell'
    } catch (error) {
      if (error instanceof UpstreamLost) return 'lost'
      const hasEnded = error instanceof OperationRefused && error.errors.some(isNoMandate)
      return hasEnded ? 'ended' : 'nothing to tell'
    }
  }
}

/** The member has closed the bearer's connection before it could tell anything. */
function isNoMandate({ extensions }: GraphQLError): boolean {
  return extensions.code === 'NO_MANDATE'
}

/** The government in whose name the token says that its bearer acts; undefined for everybody who is no officer. */
function officersRegion(authorization: string | undefined): string | undefined {
  const claims = claimsOf(authorization)
  const role = claims?.get('role')
  if (!OFFICERS.includes(role)) return undefined
  const region = role === 'national-admin' ? NATION : claims?.get('region')
  return typeof region === 'string' ? region : undefined
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
