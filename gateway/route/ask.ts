import type { CallOptions, MemberAnswer, Send } from '../execute/member-answer.ts'
import type { Endpoint } from './router.ts'

export type AskAnswer =
  | Extract<MemberAnswer, { kind: 'answered' }>
  | {
      readonly kind: 'unavailable'
      /** In how many seconds it is worth asking again. */
      readonly retryAfter: number
    }

/**
 * Asks one of the endpoints, that all answer alike, in the order of preference; the first is there always. Only what is `repeatable` may be sent twice: a
 * change that was not answered may have been made. Never rejects.
 */
export type Ask = (
  endpoints: readonly Endpoint[],
  body: string,
  call: CallOptions,
  repeatable: boolean,
) => Promise<AskAnswer>

/** Tries one endpoint after the other, and knows nothing of what was asked before. */
export function askInTurn(send: Send): Ask {
  return async (endpoints, body, call, repeatable) => {
    for (const endpoint of repeatable ? endpoints : endpoints.slice(0, 1)) {
      const answer = await send(endpoint, body, call)
      if (answer.kind === 'answered') return answer
      if (call.signal.aborted) break
    }
    return { kind: 'unavailable', retryAfter: 1 }
  }
}
