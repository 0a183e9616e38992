import type { MemberAnswer } from '../execute/member-answer.ts'
import type { Introduction } from './introduction.ts'

/**
 * Notes it where a member has refused a request because it does not hold what was only named; that is shown to it again from now on.
 * True where it was so: nothing was done, and the request can be sent once more.
 */
export function noteLoss({ agreement, sentIn }: Introduction, answer: MemberAnswer): boolean {
  if (!agreement || sentIn?.kind !== 'HELD') return false
  switch (reasonOfRefusal(answer)) {
    case 'UNKNOWN_SESSION':
    case 'UNKNOWN_ASSERTION':
      agreement.lost(sentIn)
      return true
    case 'UNKNOWN_KEY':
      // a member of a version that knows no names
      agreement.giveUp(sentIn)
      return true
    default:
      return false
  }
}

/** Notes that a member holds what a request has shown that it has carried out. */
export function noteTaken({ agreement, sentIn, assertion }: Introduction, answer: MemberAnswer): void {
  if (!agreement || !sentIn || answer.kind !== 'answered' || answer.data === null) return
  const heldIn = agreement.taken(sentIn)
  if (heldIn) assertion?.taken(heldIn)
}

/** Why a member does not take a request's proofs, which it says before it looks at what is asked; undefined of other answers. */
function reasonOfRefusal(answer: MemberAnswer): unknown {
  if (answer.kind !== 'answered' || answer.data !== null) return undefined
  return answer.errors.find(({ path, extensions }) => path === undefined && extensions.code === 'UNTRUSTED_REQUEST')
    ?.extensions.reason
}
