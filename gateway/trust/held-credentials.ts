import type { MemberAnswer } from '../execute/member-answer.ts'
import type { Introduction } from './introduction.ts'

/** A request that was sent, and what came of it. */
export interface Sent {
  readonly introduction: Introduction
  readonly answer: MemberAnswer
}

/** Whether a member has refused a request because it does not hold what was only named. From now on that is shown to it again. */
export function hasLost({ introduction: { agreement, assertion }, answer }: Sent): boolean {
  if (agreement?.namedAt === undefined) return false
  switch (reasonOfRefusal(answer)) {
    case 'UNKNOWN_SESSION':
      agreement.credential.lost(agreement)
      return true
    case 'UNKNOWN_ASSERTION':
      assertion?.credential.lost(assertion)
      // after one restart a member has lost each assertion once: it has several processes, that do not know what the others hold
      if (assertion?.credential.isGivenUp) agreement.credential.giveUp()
      return true
    case 'UNKNOWN_KEY':
      // a member of a version that knows no names
      agreement.credential.giveUp()
      return true
    default:
      return false
  }
}

/** The member holds what was shown in a request that it has carried out. */
export function learn({ introduction: { agreement, assertion }, answer }: Sent): MemberAnswer {
  if (answer.kind === 'answered' && answer.data !== null) {
    if (agreement?.namedAt === undefined) agreement?.credential.taken()
    if (assertion?.namedAt === undefined) assertion?.credential.taken()
  }
  return answer
}

/** Why a member does not take a request's proofs, which it says before it looks at what is asked; undefined of other answers. */
function reasonOfRefusal(answer: MemberAnswer): unknown {
  if (answer.kind !== 'answered' || answer.data !== null) return undefined
  return answer.errors.find(({ path, extensions }) => path === undefined && extensions.code === 'UNTRUSTED_REQUEST')
    ?.extensions.reason
}
