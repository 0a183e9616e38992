/** Remembers what was used within a span of time, in a bounded number. */
export interface Nonces {
  /** Takes a nonce: false when it was used before, or when more are remembered than may be. */
  take(nonce: string, nowMs: number): boolean
}

/**
 * Remembers nonces for at least `spanMs`, in two generations of which the older is dropped: no timer, and no list to sort.
 * Of one generation at most `most` are kept; who signs more often than that is refused until the next, because taking a
 * nonce without remembering it would let it be used twice.
 */
export function createNonces(spanMs: number, most = 500_000): Nonces {
  let young = new Set<string>()
  let old = new Set<string>()
  let since = Number.NEGATIVE_INFINITY
  return {
    take(nonce, nowMs) {
      if (nowMs - since >= spanMs) {
        old = nowMs - since >= 2 * spanMs ? new Set() : young
        young = new Set()
        since = nowMs
      }
      if (young.has(nonce) || old.has(nonce) || young.size >= most) return false
      young.add(nonce)
      return true
    },
  }
}
