import type { HubMemory } from './hub-memory.ts'
import type { Letter } from './mail.ts'

/** What one commit has written for a member, and what the hub remembered then. */
export interface MailNews {
  readonly letters: readonly Letter[]
  readonly memory: Pick<HubMemory, 'hub' | 'parties' | 'clock'>
}

/** Undefined when there may be mail, of whatever commit. */
export type OnMailNews = (news: MailNews | undefined) => void

/** Who is told when a member has mail. */
export interface MailNewsSource {
  /** Returns the function that ends it. */
  on(member: string, listener: OnMailNews): () => void
  tell(member: string, news: MailNews | undefined): void
}

export function createMailNews(): MailNewsSource {
  const listeners = new Map<string, Set<OnMailNews>>()
  return {
    on(member, listener) {
      const all = listeners.get(member) ?? new Set()
      listeners.set(member, all)
      // A wrapper of its own, so that the same function may listen twice.
      const entry: OnMailNews = (news) => listener(news)
      all.add(entry)
      return () => all.delete(entry)
    },
    tell(member, news) {
      for (const listener of listeners.get(member) ?? []) listener(news)
    },
  }
}
