import type { GovernmentCode } from '../region.ts'
import type { CopiesPage, CopiesWanted } from './copies.ts'
import type { Cursor, LeaseClass, LogRow, MailRow } from './messages.ts'

/** What a member asks the hub, both directions in it. `sent` is its own clock in milliseconds; `session` names the process. */
export interface ExchangeRequest {
  readonly member: string
  readonly session: string
  readonly incarnation: number
  readonly hubIncarnation: number
  readonly sent: number
  readonly mailCursor: Cursor
  /** Of the contracts that the member serves, as `contractVersion` names them. */
  readonly contractVersion?: string
  /** The rows that follow the hub's cursor as the member last heard it, in order. */
  readonly log: readonly LogRow[]
  /** What the last answer asked for, read in one snapshot with `mailCursor` and the end of the log. */
  readonly copies?: CopiesPage
}

/** `logCursor` is what the hub has committed; `drained` says that the mail's end is in this answer. */
export interface ExchangeAnswer {
  readonly session: string
  readonly sent: number
  readonly hubIncarnation: number
  readonly logCursor: Cursor
  readonly mail: readonly MailRow[]
  readonly drained: boolean
  readonly renew: readonly LeaseClass[]
  /** Governments that the hub does not hear at present; left out where it cannot say. */
  readonly silent?: readonly SilentGovernment[]
  /** The reconciliation asks for a page of copies with the next request. */
  readonly copies?: CopiesWanted
}

/** `since`: when the hub last heard the government's member, ISO 8601 in UTC. */
export interface SilentGovernment {
  readonly government: GovernmentCode
  readonly since: string
}
