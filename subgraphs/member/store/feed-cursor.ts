import { Refusal } from '@lawang/schema/errors'

/** A log of public events: the name that its database gave it, and which incarnation of it. */
export interface LogName {
  readonly name: string
  readonly incarnation: number
}

/** The opaque cursor of row `n` of a log; 0 stands before its first. */
export function formatFeedCursor(log: LogName, n: number): string {
  return Buffer.from(`${log.name}/${log.incarnation}/${n}`).toString('base64url')
}

/** The row that a cursor names. Refuses `RESYNC` what this log has not given: another's position means nothing here. */
export function parseFeedCursor(log: LogName, cursor: string): number {
  const [name, incarnation, n] = Buffer.from(cursor, 'base64url').toString().split('/')
  const given = name === log.name && incarnation === String(log.incarnation) && n !== undefined && /^\d{1,15}$/.test(n)
  if (!given) throw new Refusal('RESYNC')
  return Number(n)
}
