import type { Cursor, MailRow } from '@lawang/schema/exchange/messages'
import { type Letter, rowOf } from './mail.ts'

/** The letters that were committed last, over all members. The mail's table has them too: this saves reading it. */
export interface RecentMail {
  /** Letters of one commit; calls come in the order of the commits. */
  keep(letters: readonly Letter[]): void
  /** The rows of an incarnation after a cursor, at most `limit`; undefined when what follows it is not at hand. */
  after(member: string, hubIncarnation: number, cursor: Cursor, limit: number): readonly MailRow[] | undefined
  clear(): void
}

/** `most`: the oldest letters are forgotten first. */
export function createRecentMail(most: number): RecentMail {
  const byMember = new Map<string, Letter[]>()
  const all: Letter[] = []

  function forgetOldest(): void {
    const oldest = all.shift()
    if (oldest) byMember.get(oldest.member)?.shift()
  }

  return {
    keep(letters) {
      for (const letter of letters) {
        const kept = byMember.get(letter.member) ?? []
        kept.push(letter)
        byMember.set(letter.member, kept)
        all.push(letter)
      }
      while (all.length > most) forgetOldest()
    },
    after(member, hubIncarnation, cursor, limit) {
      const kept = byMember.get(member)
      const first = kept?.[0]
      const from = cursor.incarnation === hubIncarnation ? cursor.n : 0
      if (!kept || !first || first.incarnation !== hubIncarnation || first.n > from + 1) return undefined
      const start = from + 1 - first.n
      return kept.slice(start, start + limit).map(rowOf)
    },
    clear() {
      byMember.clear()
      all.length = 0
    },
  }
}
