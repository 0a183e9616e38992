import { claimsOf } from './token-claims.ts'

/** setTimeout takes no longer time; a token that lives on is looked at again then. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * Calls `onExpired` when a bearer token expires that is still good. Returns what ends the waiting. The token is not verified: the
 * members do that. What it says of itself is enough to end early what they would refuse from then on; a token that has
 * expired already is theirs to refuse.
 */
export function whenExpired(authorization: string | undefined, onExpired: () => void): () => void {
  const expiry = expiryOf(authorization)
  if (expiry === undefined || expiry <= Date.now()) return () => {}
  let timer: NodeJS.Timeout
  const wait = () => {
    const left = expiry - Date.now()
    if (left <= 0) onExpired()
    else timer = setTimeout(wait, Math.min(left, LONGEST_TIMER_MS)).unref()
  }
  wait()
  return () => clearTimeout(timer)
}

/** The time of a JSON Web Token's `exp` in milliseconds; undefined for everything else. */
export function expiryOf(authorization: string | undefined): number | undefined {
  const expiry = claimsOf(authorization)?.get('exp')
  return typeof expiry === 'number' ? expiry * 1000 : undefined
}
