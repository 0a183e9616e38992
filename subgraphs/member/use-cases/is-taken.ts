import { Refusal } from '@lawang/schema/errors'
import type { MemberCommand } from '@lawang/schema/exchange/member-state'
import type { Custodies } from './in-custody.ts'

/** Whether custody took a step; false where it does not allow it now, so that a later round tries again. */
export function isTaken(custodies: Custodies, step: MemberCommand): boolean {
  try {
    custodies.take(step)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
