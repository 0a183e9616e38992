import { START } from '@lawang/schema/exchange/cursor'
import { type Custody, isAccountable, type Member } from '@lawang/schema/exchange/custody'
import type { Cursor, LogMessage, LogRow } from '@lawang/schema/exchange/messages'
import { waitingNotes } from '@lawang/schema/exchange/reporter-act'
import { Journal } from './journal.ts'

/** A member's database: everything in it is as of its last commit. Rows are never changed in place. */
export interface MemberDisk {
  member: Member
  /** By complaint, then by government. */
  readonly rows: Map<string, Map<string, Custody>>
  /** The rows held here in which an act of the reporter waits to be carried out, by complaint and government. */
  readonly noted: Map<string, Pick<Custody, 'complaint' | 'government'>>
  /** The rows of the incarnation that it was last written in. */
  readonly log: Journal<LogRow>
  logIncarnation: number
}

export function emptyDisk(name: string): MemberDisk {
  const member = { name, incarnation: 1, quarantined: false, hubIncarnation: 0, mailCursor: START }
  return { member, rows: new Map(), noted: new Map(), log: new Journal(), logIncarnation: 1 }
}

/** A backup, or what a backup becomes when it is restored. */
export function copyDisk(disk: MemberDisk): MemberDisk {
  const rows = new Map([...disk.rows].map(([complaint, copies]) => [complaint, new Map(copies)]))
  const { member, logIncarnation } = disk
  return { member, rows, noted: new Map(disk.noted), log: disk.log.copy(), logIncarnation }
}

export function logHead({ log, member }: MemberDisk): Cursor {
  return { incarnation: member.incarnation, n: log.written }
}

/** Numbers the rows of one transaction. A new incarnation's log starts again at 1. */
export function appendLog(disk: MemberDisk, messages: readonly LogMessage[]): void {
  const { incarnation } = disk.member
  if (disk.logIncarnation !== incarnation) disk.log.clear()
  disk.logIncarnation = incarnation
  for (const message of messages) disk.log.write((n) => ({ incarnation, n, message }))
}

/** Takes away what the hub has read, up to its cursor as it was last heard. */
export function pruneLog({ log, logIncarnation }: MemberDisk, { incarnation, n }: Cursor): void {
  if (incarnation === logIncarnation) log.prune(n)
}

/** The rows to send: what follows the hub's cursor, or, when that is older, from the newest Report on. */
export function unreadRows(disk: MemberDisk, hubCursor: Cursor, most: number): readonly LogRow[] {
  const { log, member } = disk
  const read = hubCursor.incarnation === member.incarnation ? hubCursor.n : 0
  const report = log.rows.findLast(({ message }) => message.type === 'Report' && message.page === 0)
  return log.after(Math.max(read, (report?.n ?? 1) - 1), most)
}

export function allRows(disk: MemberDisk): readonly Custody[] {
  return [...disk.rows.values()].flatMap((copies) => [...copies.values()])
}

export function rowOf(disk: MemberDisk, complaint: string, government: string): Custody | undefined {
  return disk.rows.get(complaint)?.get(government)
}

export function putRow(disk: MemberDisk, row: Custody): void {
  const copies = disk.rows.get(row.complaint)
  if (copies) copies.set(row.government, row)
  else disk.rows.set(row.complaint, new Map([[row.government, row]]))
  const key = `${row.complaint} ${row.government}`
  if (isAccountable(row) && waitingNotes(row).length > 0) disk.noted.set(key, row)
  else disk.noted.delete(key)
}
