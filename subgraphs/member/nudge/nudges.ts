/**
 * "Read now", told between processes. What is told is never the truth, which is in the tables: a nudge may be lost, come
 * twice or come for nothing, and whoever waits for one looks for himself now and then. Nudges make it soon, no more.
 */
export interface Nudges {
  /** Tells the newest of a subject (`feed`, `mail.regency`): a number, never what anybody wrote. Never fails. */
  tell(subject: string, news: string): void
  /**
   * Calls the listener with what is told of a subject, in order, and with undefined whenever something may have been
   * missed. Returns the function that ends it.
   */
  on(subject: string, listener: NudgeListener): () => void
  close(): Promise<void>
}

export type NudgeListener = (news: string | undefined) => void

/** Who listens to which subject. */
export interface Subjects {
  readonly on: Nudges['on']
  names(): readonly string[]
  hear(subject: string, news: string | undefined): void
  /** Something may have been missed of every subject. */
  missed(): void
}

export function createSubjects(): Subjects {
  const listeners = new Map<string, Set<{ readonly call: NudgeListener }>>()
  const hear = (subject: string, news: string | undefined) => {
    for (const { call } of listeners.get(subject) ?? []) call(news)
  }
  return {
    on(subject, call) {
      const known = listeners.get(subject) ?? new Set()
      listeners.set(subject, known)
      // an entry of its own, so that the same function may listen twice
      const entry = { call }
      known.add(entry)
      return () => {
        known.delete(entry)
        if (known.size === 0) listeners.delete(subject)
      }
    },
    names: () => [...listeners.keys()],
    hear,
    missed() {
      for (const subject of listeners.keys()) hear(subject, undefined)
    },
  }
}
