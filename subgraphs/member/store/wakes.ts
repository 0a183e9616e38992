/**
 * "Read now": told after a commit that others may want to read. Nudges carry nothing, may come for nothing and may be
 * lost while a connection is down (one always comes when it is back): the tables are the truth.
 */
export interface Wakes {
  /** Returns the function that ends the listening. */
  onWake(listener: () => void): () => void
}

/** Wakes that are called by hand: for a process's own news and for tests. */
export interface WakeSource extends Wakes {
  wake(): void
}

export function createWakeSource(): WakeSource {
  const listeners = new Set<() => void>()
  return {
    onWake(listener) {
      // A wrapper of its own, so that the same function may listen twice.
      const entry = () => listener()
      listeners.add(entry)
      return () => listeners.delete(entry)
    },
    wake() {
      for (const listener of listeners) listener()
    },
  }
}
