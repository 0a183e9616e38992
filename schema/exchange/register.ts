import type { GovernmentCode } from '../region.ts'
import { annexOf, type Chain, commonLength, isClosed } from './chain.ts'
import { mintEpoch } from './law.ts'
import type { Dossier, Grant, LeaseClass, LogMessage, MailMessage, ReportRow } from './messages.ts'
import { waitingNotes } from './reporter-act.ts'

/** What the hub knows of one complaint. The commit of this row is what moves custody. */
export interface Register {
  readonly complaint: string
  readonly door: GovernmentCode
  readonly leaseClass: LeaseClass
  readonly dossier: Dossier
  readonly secretHash?: string
  readonly holder: GovernmentCode
  readonly epoch: number
  /** Canonical events: what the hub has read of each holder at its epoch. */
  readonly chain: Chain
  readonly annex: Chain
  readonly standing: RegisterStanding
  /** A handover that waits for a receiver. The giver stays OFFERING all the while. */
  readonly request?: OpenRequest
  /** A holder that has fallen silent, while somebody is looked for who takes over. */
  readonly seizure?: Turn
  /** The grant that brought it to its holder; absent for the door's own epoch, and when a restored hub has lost it. */
  readonly granted?: Granted
  /** The hub's incarnation in which the present holder has itself shown that it holds this; 0 when it has not. */
  readonly shown: number
}

export type RegisterStanding =
  | { readonly phase: 'SETTLED' }
  /** After a restore of the hub: nothing is decided until every claim is in, or no lease can run any more. */
  | { readonly phase: 'UNSETTLED'; readonly claims: readonly Claim[]; readonly waiting: readonly WaitingMessage[] }
  /** Held without a lease by a door that has not reported: left alone until it does. */
  | { readonly phase: 'AWAITING_DOOR' }

/** What one government says of a complaint after the hub was restored. */
export interface Claim {
  readonly government: GovernmentCode
  readonly restored: boolean
  readonly state: ReportRow['state']
  readonly epoch: number
  /** The hashes of the chain that it has. */
  readonly hashes: readonly string[]
}

/** A row of a member's log that was written after its Report. */
export interface WaitingMessage {
  readonly member: string
  readonly message: Exclude<LogMessage, { type: 'Report' }>
}

/** Whose turn it is to take a complaint, and until when by the hub's clock. */
export interface Turn {
  readonly candidates: readonly GovernmentCode[]
  readonly position: number
  readonly deadline: number
}

export interface OpenRequest extends Turn {
  readonly id: string
  readonly to: GovernmentCode
  readonly agency?: string
  readonly reason: string
  readonly why: 'REQUEST' | 'DECISION'
}

/** A message for the member that hosts a government; the caller numbers it in that member's mail. */
export interface Outgoing {
  readonly to: GovernmentCode
  readonly message: MailMessage
}

/** What a decision makes of a register row, with the mail that goes into the same transaction. */
export interface Decision {
  readonly register: Register
  readonly mail: readonly Outgoing[]
}

export function unchanged(register: Register): Decision {
  return { register, mail: [] }
}

/** Puts a further decision behind one. */
export function andThen(before: Decision, decide: (register: Register) => Decision): Decision {
  const after = decide(before.register)
  return { register: after.register, mail: [...before.mail, ...after.mail] }
}

export interface Move {
  readonly to: GovernmentCode
  readonly why: Grant['why']
  readonly reason: string
  readonly agency?: string
}

/** A move that was made. */
export interface Granted extends Move {
  readonly from: GovernmentCode
}

/**
 * Moves custody, or gives it anew to the one who has it: a new epoch, the Grant to the receiver, Released to the one who
 * had it, and the view to the door when it is neither.
 */
export function grant(before: Register, move: Move, hubIncarnation: number): Decision {
  return give(before, { ...move, from: before.holder }, hubIncarnation)
}

function give(before: Register, move: Granted, hubIncarnation: number): Decision {
  const { request: _, seizure: __, ...row } = before
  const { to, why, reason, agency, from } = move
  const { complaint, door, holder, chain, annex, leaseClass, dossier, secretHash } = row
  const epoch = mintEpoch(row.epoch, hubIncarnation)
  // What the former holder has shown says nothing of the next one.
  const shown = holder === to ? row.shown : 0
  const register: Register = { ...row, holder: to, epoch, standing: { phase: 'SETTLED' }, granted: move, shown }
  const mail: Outgoing[] = []
  if (holder !== to) mail.push(released(register, holder, row.epoch, chain.length))
  mail.push({
    to,
    message: {
      type: 'Grant',
      complaint,
      epoch,
      door,
      from,
      to,
      ...(agency === undefined ? {} : { agency }),
      why,
      reason,
      dossier,
      leaseClass,
      ...(secretHash === undefined ? {} : { secretHash }),
      chain,
      annex,
    },
  })
  // A door that had it has been told by Released.
  if (door !== to && door !== holder) mail.push(viewFor(register, holder === to))
  return { register, mail }
}

/**
 * Gives custody anew to the holder that the register names: only a new epoch is above whatever was forgotten. A grant that
 * the holder has not been read to have taken is repeated with its reason, or a decision that binds it would be forgotten.
 */
export function grantAnew(register: Register, hubIncarnation: number): Decision {
  const { holder, epoch, chain, granted } = register
  const isTaken = chain.at(-1)?.epoch === epoch
  const anew: Granted = { to: holder, from: holder, why: 'RESTORE', reason: 'RESTORE' }
  return give(register, granted && !isTaken ? granted : anew, hubIncarnation)
}

/** Tells a government that it does not hold the complaint (any more). `length` is how much of its chain is canonical. */
export function released(register: Register, government: GovernmentCode, epoch: number, length: number): Outgoing {
  const { complaint, epoch: newEpoch, holder: to } = register
  return { to: government, message: { type: 'Released', complaint, government, epoch, newEpoch, to, length } }
}

/** Who holds it, for the door; with all content where the hub cannot know that the door has it. */
export function viewFor(register: Register, withContent: boolean): Outgoing {
  const { complaint, door: government, epoch, holder, chain, annex, leaseClass, dossier, secretHash } = register
  const hash = secretHash === undefined ? {} : { secretHash }
  const content = withContent ? { leaseClass, dossier, ...hash, chain, annex } : {}
  return { to: government, message: { type: 'View', complaint, government, epoch, holder, ...content } }
}

export function isClosedRegister(register: Register): boolean {
  return isClosed(register.chain)
}

/**
 * Whether somebody else is looked for when its holder falls silent. Not at epoch 1, which needs no lease; nor when it is
 * closed, unless its reporter has done something since that the silent holder will not carry out.
 */
export function isSeizable(register: Register): boolean {
  if (register.epoch === 1) return false
  return !isClosed(register.chain) || waitingNotes(register).length > 0
}

/** Takes over the better of two chains; every event of both is in the chain or in the annex afterwards. */
export function withChain(register: Register, chain: Chain, ...others: readonly Chain[]): Register {
  return { ...register, chain, annex: annexOf(chain, register.annex, register.chain, ...others) }
}

export function commonWith(register: Register, hashes: readonly string[]): number {
  return commonLength(register.chain, hashes)
}
