/** Remembers what was used for as long as it could be used again, in a bounded number. */
export interface Nonces {
  /**
   * Takes the nonce of a request that was made at `created`: false when it was used before, or when more are remembered than may
   * be. `created` and `now` are in seconds since 1970. The caller has refused what was made more than the window before or after
   * `now`: by that, no more than a few windows are remembered.
   */
  take(nonce: string, created: number, now: number): boolean
}

/** Windows that are kept beyond those of which something could still be taken, for a clock that steps forward and back. */
const SPARE_WINDOWS = 2

/**
 * Remembers nonces by when their requests were made, which a replay cannot change: each is looked for in one place, and what
 * nobody may show any more is dropped as a whole, without a timer and without a list to sort. A clock may step forward by up to two
 * windows and back again without anything being taken twice. Of one window at most `most` are kept; who signs more often than that is
 * refused until the next, because taking a nonce without remembering it would let it be used twice.
 */
export function createNonces(windowSeconds: number, most = 250_000): Nonces {
  /** By the number of the window in which their requests were made. */
  const used = new Map<number, Set<string>>()
  const windowOf = (seconds: number) => Math.floor(seconds / windowSeconds)

  const open = (window: number, now: number): Set<string> => {
    const oldest = windowOf(now - windowSeconds) - SPARE_WINDOWS
    for (const known of used.keys()) if (known < oldest) used.delete(known)
    const opened = new Set<string>()
    used.set(window, opened)
    return opened
  }

  return {
    take(nonce, created, now) {
      const window = windowOf(created)
      const taken = used.get(window) ?? open(window, now)
      if (taken.size >= most) return false
      const before = taken.size
      return taken.add(nonce).size > before
    },
  }
}
