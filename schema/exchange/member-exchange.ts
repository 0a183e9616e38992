import { follows, isAfter } from './cursor.ts'
import type { Member } from './custody.ts'
import type { ExchangeAnswer } from './exchange-messages.ts'
import type { LeaseMark } from './lease.ts'
import type { Cursor, MailRow } from './messages.ts'

/** What a member makes of an answer before it reads the mail in it. */
export type Verdict =
  /** Of another process, another life of this database, or a hub that has been replaced. */
  | { readonly kind: 'DISCARD' }
  /** The hub was restored: commit its incarnation and report, then ask again. */
  | { readonly kind: 'MEET' }
  /** The hub has read rows that this database does not have: it is a restored backup. */
  | { readonly kind: 'RESTORED' }
  /** Read these rows in order, one transaction each; then, if `renews`, set the lease mark. */
  | { readonly kind: 'READ'; readonly rows: readonly MailRow[]; readonly renews: boolean }

/** `session` is this process's; `logHead` the newest row of the own log. */
export function judgeAnswer(member: Member, session: string, logHead: Cursor, answer: ExchangeAnswer): Verdict {
  if (answer.session !== session) return { kind: 'DISCARD' }
  if (isAfter(answer.logCursor, logHead)) return { kind: 'RESTORED' }
  if (answer.hubIncarnation < member.hubIncarnation) return { kind: 'DISCARD' }
  if (answer.hubIncarnation > member.hubIncarnation) return { kind: 'MEET' }
  const rows: MailRow[] = []
  let cursor = member.mailCursor
  for (const row of answer.mail) {
    if (!isAfter(row, cursor)) continue
    // What has been pruned before that was read by a former life of this member, and written for it.
    const begins = member.quarantined && rows.length === 0
    if (!begins && !follows(row, cursor)) return { kind: 'READ', rows, renews: false }
    rows.push(row)
    cursor = row
  }
  // Only the end of the mail renews: a row that is still to come may say that custody has gone.
  return { kind: 'READ', rows, renews: answer.drained && answer.renew.length > 0 }
}

/**
 * What a member keeps in a file outside its database, written before a request is sent and with every lease mark. A
 * database that lies behind it is a restored backup.
 */
export interface HighWater {
  readonly incarnation: number
  readonly logHead: Cursor
  readonly mailCursor: Cursor
  readonly mark: LeaseMark
}

/** Whether the database that a process finds at its start is an older one. A missing file counts as that. */
export function isRestored(file: HighWater | undefined, member: Member, logHead: Cursor): boolean {
  if (!file) return true
  return (
    file.incarnation > member.incarnation ||
    isAfter(file.logHead, logHead) ||
    isAfter(file.mailCursor, member.mailCursor)
  )
}
