import type { GovernmentCode } from '../region.ts'
import type { Custody, Member, Wish } from './custody.ts'
import type { Law } from './law.ts'
import type { LeaseMark } from './lease.ts'
import type { ChainEventType, Dossier, EventData, LeaseClass, LogMessage, MailRow } from './messages.ts'

/**
 * What a step of a member reads, and what it leaves: the server's own row, the lease mark, and of the custody rows only
 * those that the input concerns (`rowsOf`). A store writes back the rows that changed and appends `out` to its log, all
 * in one transaction: that is the whole of "effect and cursor together".
 */
export interface MemberState {
  readonly law: Law
  readonly member: Member
  readonly mark: LeaseMark
  readonly rows: readonly Custody[]
}

export interface MemberStep {
  readonly state: MemberState
  readonly out: readonly LogMessage[]
}

interface AboutOne {
  readonly complaint: string
  readonly government: GovernmentCode
}

/** `wish`: a handover that the filing calls for at a time when nothing can be handed over. It waits. */
export interface File extends AboutOne {
  readonly type: 'File'
  readonly wish?: Wish
  readonly leaseClass: LeaseClass
  readonly dossier: Dossier
  readonly secretHash: string
  readonly data: EventData
}

/** An event that only somebody who may act can write: a decision, an answer, CLOSED, ARCHIVED, REOPENED. */
export interface Act extends AboutOne {
  readonly type: 'Act'
  readonly event: ChainEventType
  readonly data: EventData
}

/** Something written beside the chain, possible at any time and to everybody who has the complaint. */
export interface Note extends AboutOne {
  readonly type: 'Note'
  readonly event: ChainEventType
  readonly data: EventData
}

/** `inContact`: the hub has answered within the contact window. Without it the handover stays a wish. */
export interface RequestHandover extends AboutOne {
  readonly type: 'RequestHandover'
  readonly to: GovernmentCode
  readonly agency?: string
  readonly reason: string
  readonly inContact: boolean
  readonly data: EventData
}

/** Contact is back: a wish becomes a request. */
export interface SendWish extends AboutOne {
  readonly type: 'SendWish'
  readonly data: EventData
}

export interface WithdrawHandover extends AboutOne {
  readonly type: 'WithdrawHandover'
}

/** `data` is for the event that taking or resuming custody writes, as the product describes it. */
export interface ReadMail {
  readonly type: 'ReadMail'
  readonly row: MailRow
  readonly data: EventData
}

/** An answer names a higher incarnation of the hub than any before. */
export interface MeetHub {
  readonly type: 'MeetHub'
  readonly hubIncarnation: number
}

/** The database is an older one than the server has had. `incarnation` is higher than any that was in use. */
export interface Restore {
  readonly type: 'Restore'
  readonly incarnation: number
}

export type MemberCommand = File | Act | Note | RequestHandover | SendWish | WithdrawHandover
export type MemberInput = MemberCommand | ReadMail | MeetHub | Restore

/** The custody rows that a step over this input has to be given: one, none, or all of the server's. */
export function rowsOf(input: MemberInput): AboutOne | 'NONE' | 'ALL' {
  switch (input.type) {
    case 'MeetHub':
    case 'Restore':
      return 'ALL'
    case 'ReadMail': {
      const { message } = input.row
      if (message.type === 'Confirmed') return 'NONE'
      const government = message.type === 'Grant' ? message.to : message.government
      return { complaint: message.complaint, government }
    }
    default:
      return { complaint: input.complaint, government: input.government }
  }
}
