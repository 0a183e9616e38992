import type { GovernmentCode } from '../region.ts'
import type { Law } from './law.ts'
import { LEASE_CLASSES, leaseWait } from './law.ts'
import type { Cursor, LeaseClass, LogRow } from './messages.ts'
import type { Outgoing, Register } from './register.ts'

/** The hub's own row. Its clock is its uptime, persisted and continued: while it is down no deadline passes. */
export interface Hub {
  /** Counts the restores of its database. */
  readonly incarnation: number
  /** When this process began, by the hub's clock: contact before that is not fresh. */
  readonly startedAt: number
  /** Set from a restore until every complaint is settled. */
  readonly recovery?: { readonly since: number; readonly settled: readonly LeaseClass[] }
}

/** A member's server as the hub knows it. */
export interface Party {
  readonly name: string
  readonly governments: readonly GovernmentCode[]
  /** The last row of its log whose effect is committed here. */
  readonly logCursor: Cursor
  /** The hub's clock when it last answered. */
  readonly contact: number
  /** Its Report to this incarnation of the hub, by its present incarnation, has been read to the end. */
  readonly reported: boolean
  /** It was restored, and waits for what it holds and for `Confirmed`. */
  readonly owesConfirmed: boolean
  /** While it is owed: the last complaint, in the order of ids, of which it has been told who holds it. */
  readonly confirmedTo?: string | undefined
}

/** What a step of the hub reads: its own row, the parties, and the register rows that the input concerns. */
export interface HubState {
  readonly law: Law
  readonly hub: Hub
  /** By name. */
  readonly parties: ReadonlyMap<string, Party>
  /** Which member hosts a government. A government that is not here has none. */
  readonly memberOf: ReadonlyMap<GovernmentCode, string>
  readonly register: readonly Register[]
}

/** What a step leaves: the rows that changed, written in one transaction together with the mail. */
export interface HubStep {
  readonly state: HubState
  readonly out: readonly Outgoing[]
}

export type HubInput =
  /** The process begins. */
  | { readonly type: 'Start' }
  /** The database is an older one than the hub has had; `incarnation` is higher than any that was in use. */
  | { readonly type: 'Restore'; readonly incarnation: number }
  /** One row of a member's log, in order. */
  | { readonly type: 'ReadLog'; readonly member: string; readonly row: LogRow }
  /** A member is about to be answered. */
  | { readonly type: 'Contact'; readonly member: string }
  /** One complaint is looked at: its turn, its deadline, its holder's silence, its settling. */
  | { readonly type: 'Advance'; readonly complaint: string }
  /** Looks whether the recovery has ended, for a class or altogether. Concerns the unsettled rows. */
  | { readonly type: 'EndRecovery' }
  /**
   * One page of what ends a restored member's quarantine: the next complaints behind `confirmedTo`, in the order of ids, that
   * it holds or is the door of; `last` when there are none behind these.
   */
  | {
      readonly type: 'Confirm'
      readonly member: string
      readonly complaints: readonly string[]
      readonly last: boolean
    }

export type RowsOf =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'COMPLAINTS'; readonly ids: readonly string[] }
  /** Rows of these complaints, and all whose holder or door is one of the member's governments. */
  | { readonly kind: 'MEMBER'; readonly member: string; readonly ids: readonly string[] }
  | { readonly kind: 'UNSETTLED' }
  | { readonly kind: 'ALL' }

/** The register rows that a step over this input has to be given. */
export function registerRowsOf(input: HubInput): RowsOf {
  switch (input.type) {
    case 'Start':
    case 'Contact':
      return { kind: 'NONE' }
    case 'Restore':
      return { kind: 'ALL' }
    case 'EndRecovery':
      return { kind: 'UNSETTLED' }
    case 'Confirm':
      return { kind: 'COMPLAINTS', ids: input.complaints }
    case 'Advance':
      return { kind: 'COMPLAINTS', ids: [input.complaint] }
    case 'ReadLog': {
      const { message } = input.row
      if (message.type !== 'Report') return { kind: 'COMPLAINTS', ids: [message.complaint] }
      const ids = message.rows.map((row) => row.complaint)
      return message.last ? { kind: 'MEMBER', member: input.member, ids } : { kind: 'COMPLAINTS', ids }
    }
    default:
      return input satisfies never
  }
}

/** What a correct member never writes. The hub stops reading that member's log and says so. */
export class BrokenLog extends Error {
  override readonly name = 'BrokenLog'
}

export function partyOf(state: HubState, government: GovernmentCode): Party | undefined {
  const name = state.memberOf.get(government)
  return name === undefined ? undefined : state.parties.get(name)
}

/**
 * Contact is the promise: a government that is heard cannot decline. Only one that has reported to this hub can be
 * granted anything, or the grant could contradict what it holds.
 */
export function inContact(state: HubState, government: GovernmentCode, now: number): boolean {
  const party = partyOf(state, government)
  if (!party?.reported) return false
  return party.contact >= state.hub.startedAt && now - party.contact < state.law.contactWindow
}

/** Whether no lease that was given before the restore can still run. */
function leasesEnded({ hub, law }: HubState, leaseClass: LeaseClass, now: number): boolean {
  return !hub.recovery || now >= hub.recovery.since + leaseWait(law, leaseClass)
}

/** Whether complaints of a class can be settled: everybody has said what they hold, or nobody can act on it any more. */
export function maySettle(state: HubState, leaseClass: LeaseClass, now: number): boolean {
  if (leasesEnded(state, leaseClass, now)) return true
  return [...state.parties.values()].every((party) => party.reported)
}

/** The classes that an answer renews: while the hub recovers, none that has complaints of which it may know too little. */
export function renewedClasses({ hub }: HubState): readonly LeaseClass[] {
  return hub.recovery ? hub.recovery.settled : LEASE_CLASSES
}
