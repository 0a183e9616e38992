import { Refusal } from '@lawang/schema/errors'
import type { MemberCommand } from '@lawang/schema/exchange/member-state'
import type { Custodies } from './in-custody.ts'

/**
 * Whether custody took a step. False where it does not allow it now, because the case is on its way, suspended, or somebody
 * else's: a later round tries again.
 */
export function isTaken(custodies: Custodies, step: MemberCommand): boolean {
  try {
    custodies.take(step)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
