/** Remembers what was used for as long as it could be used again, in a bounded number. */
export interface Nonces {
  /**
   * Takes the nonce of a request that says when it was made, by its clock in seconds since 1970: false when it was used before,
   * or when more are remembered than may be. Whatever was made more than the window before `now` is refused by its age.
   */
  take(nonce: string, created: number, now: number): boolean
}

/**
 * Remembers nonces by when their requests were made, which a replay cannot change: each is looked for in one place, and what
 * nobody may show any more is dropped as a whole, without a timer and without a list to sort. Of one window at most `most` are
 * kept; who signs more often than that is refused until the next, because taking a nonce without remembering it would let it
 * be used twice.
 */
export function createNonces(windowSeconds: number, most = 250_000): Nonces {
  const used = new Map<number, Set<string>>()
  const windowOf = (seconds: number) => Math.floor(seconds / windowSeconds)

  const open = (window: number, now: number): Set<string> => {
    const oldest = windowOf(now - windowSeconds)
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
