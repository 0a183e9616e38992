import { START } from '@lawang/schema/exchange/cursor'
import type { Custody, Member } from '@lawang/schema/exchange/custody'
import type { Cursor, LogMessage, LogRow } from '@lawang/schema/exchange/messages'

/** A member's database: everything in it is as of its last commit. Rows are never changed in place. */
export interface MemberDisk {
  member: Member
  /** By complaint, then by government. */
  readonly rows: Map<string, Map<string, Custody>>
  /** The rows of the present incarnation. */
  log: LogRow[]
}

export function emptyDisk(name: string): MemberDisk {
  const member = { name, incarnation: 1, quarantined: false, hubIncarnation: 0, mailCursor: START }
  return { member, rows: new Map(), log: [] }
}

/** A backup, or what a backup becomes when it is restored. */
export function copyDisk(disk: MemberDisk): MemberDisk {
  const rows = new Map([...disk.rows].map(([complaint, copies]) => [complaint, new Map(copies)]))
  return { member: disk.member, rows, log: [...disk.log] }
}

export function logHead({ log, member }: MemberDisk): Cursor {
  return { incarnation: member.incarnation, n: log.length }
}

/** Numbers the rows of one transaction. A new incarnation's log starts again at 1. */
export function appendLog(disk: MemberDisk, messages: readonly LogMessage[]): void {
  const { incarnation } = disk.member
  if (disk.log[0] && disk.log[0].incarnation !== incarnation) disk.log = []
  for (const message of messages) disk.log.push({ incarnation, n: disk.log.length + 1, message })
}

/** The rows to send: what follows the hub's cursor, or, when that is older, from the newest Report on. */
export function unreadRows(disk: MemberDisk, hubCursor: Cursor, most: number): readonly LogRow[] {
  const { log, member } = disk
  const read = hubCursor.incarnation === member.incarnation ? hubCursor.n : 0
  const report = log.findLastIndex(({ message }) => message.type === 'Report' && message.page === 0)
  const from = Math.max(read, report)
  return log.slice(from, from + most)
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
}
