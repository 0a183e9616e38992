import type { Custody, Member } from '@lawang/schema/exchange/custody'
import type { ChainEventType, LeaseClass } from '@lawang/schema/exchange/messages'
import type { Register } from '@lawang/schema/exchange/register'
import type { GovernmentCode } from '@lawang/schema/region'

/** The servers of every stage, and the governments that each hosts. The hub shares the nation's database. */
export const HOSTED = {
  national: ['00'],
  provincial: ['13', '64', '72'],
  regency: ['64.08', '64.71'],
} as const satisfies Readonly<Record<string, readonly GovernmentCode[]>>
export type MemberName = keyof typeof HOSTED
export const MEMBERS: readonly MemberName[] = ['national', 'provincial', 'regency']

/** A complaint as one government has it. */
export interface Owner {
  readonly complaint: string
  readonly government: GovernmentCode
}

/** A database as it was; the nation's has the hub's in it. */
export interface Backup {
  readonly member: MemberName
}

/**
 * The parties of the protocol with their databases, moved by hand: nothing happens by itself, no clock runs, and who is
 * not asked to exchange is silent. `LAW` holds, and the wall clock of all is one.
 */
export interface Stage extends AsyncDisposable {
  /** Takes in a complaint at a door; `key` tells a retry. Returns its id. */
  file(door: GovernmentCode, filing?: { readonly key?: string; readonly leaseClass?: LeaseClass }): Promise<string>
  /** An act of the government's software. Throws `Refusal`, as all of these. */
  act(owner: Owner, event: ChainEventType): Promise<void>
  /** Something written beside the chain. */
  note(owner: Owner): Promise<void>
  /** The reporter says something at the door; whoever holds the complaint carries it out. */
  reply(owner: Owner): Promise<void>
  /** The reporter says at the door that what was closed was not done. */
  reopen(owner: Owner): Promise<void>
  handOver(owner: Owner, to: GovernmentCode): Promise<void>
  withdraw(owner: Owner): Promise<void>

  /** Each of these members exchanges with the hub until neither has anything more to say. */
  exchange(...members: readonly MemberName[]): Promise<void>
  /** Everybody exchanges until nobody has anything more to say. */
  settle(): Promise<void>
  /** What the hub does by itself: turns, seizures, settling. */
  lookAround(): Promise<void>
  /** Milliseconds on every clock. */
  pass(milliseconds: number): void
  /** The machine of a member starts anew: its clock begins again, and a new process runs. */
  reboot(member: MemberName): Promise<void>
  /** A new process of the hub. */
  restartHub(): Promise<void>

  backup(member: MemberName): Promise<Backup>
  /** The database becomes what it was; what is kept outside of it stays. */
  restore(backup: Backup): Promise<void>
  /** Everybody takes away what the other side has read, as if it were older than the retention. */
  prune(): Promise<void>

  custody(owner: Owner): Promise<Custody | undefined>
  register(complaint: string): Promise<Register | undefined>
  member(name: MemberName): Promise<Member>
  /** Whether the hub still recovers from a restore. */
  isHubRecovering(): Promise<boolean>
  /** How many rows of a member's log, and of the hub's mail for it, are there. */
  rowsKept(name: MemberName): Promise<{ readonly log: number; readonly mail: number }>
}

export interface Backend {
  readonly name: string
  open(): Promise<Stage>
}

/** What has to be there. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is no such thing on this stage')
  return value
}
