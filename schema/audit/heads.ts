import type { ObjectSignature } from '../exchange/messages.ts'
import type { Hash } from './merkle.ts'
import type { StatedTree } from './proofs.ts'

/** What a member's audit log has been through: one entry for each incarnation that this database descends from. */
export interface Life {
  readonly incarnation: number
  /** How many leaves the database had when this life began: those it shares with the life before. */
  readonly since: number
}

/** A member's word on all of its audit log, signed with its own key. */
export interface TreeHead extends StatedTree {
  readonly member: string
  /** From the first incarnation that this database descends from up to the present one; both numbers grow. */
  readonly lives: readonly Life[]
  readonly size: number
  readonly root: Hash
  /** ISO 8601 in UTC; later than that of every head which the member has signed before. */
  readonly at: string
  readonly signature: ObjectSignature
}

export type UnsignedHead = Omit<TreeHead, 'signature'>

/** What a member signs of a head: all of it, behind a first line that no other statement has. */
export function headStatement({ member, lives, size, root, at }: UnsignedHead): string {
  return ['lawang tree head 1', member, lineageOf({ lives }), size, root, at].join('\n')
}

/** The same text for the same lives. */
export function lineageOf({ lives }: Pick<TreeHead, 'lives'>): string {
  return lives.map(({ incarnation, since }) => `${incarnation}@${since}`).join(' ')
}

export function incarnationOf({ lives }: Pick<TreeHead, 'lives'>): number {
  return lives.at(-1)?.incarnation ?? 0
}

/** How many of this head's first leaves a tree of another incarnation has as well; 0 when it has never been that one. */
export function sharedWith({ lives, size }: Pick<TreeHead, 'lives' | 'size'>, incarnation: number): number {
  const place = lives.findIndex((life) => life.incarnation === incarnation)
  if (place < 0) return 0
  return lives[place + 1]?.since ?? size
}

export function isSameHead(a: TreeHead, b: TreeHead): boolean {
  return headStatement(a) === headStatement(b)
}
