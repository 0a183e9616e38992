import { follows, isAfter } from './cursor.ts'
import type { Member } from './custody.ts'
import type { MailRow } from './messages.ts'

/** Rows of a member's mail that the hub tells it of without having been asked, in order: nothing is renewed by them. */
export interface MailPush {
  readonly mail: readonly MailRow[]
}

/**
 * The rows of a push that come next in the mail: the others will come with an answer. `member` is read under the lock of
 * the mail's cursor, because a push overtakes answers, and is overtaken by them.
 */
export function judgePush(member: Member, { mail }: MailPush): readonly MailRow[] {
  const rows: MailRow[] = []
  let cursor = member.mailCursor
  for (const row of mail) {
    if (row.incarnation !== member.hubIncarnation) return rows
    if (!isAfter(row, cursor)) continue
    if (!follows(row, cursor)) return rows
    rows.push(row)
    cursor = row
  }
  return rows
}
