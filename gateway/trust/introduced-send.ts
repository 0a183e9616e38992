import { CLIENT_FIELD } from '@lawang/trust/http/coverage'
import { endsOfTurns } from '@lawang/trust/http/end-of-turn'
import { splitTarget } from '@lawang/trust/http/signature-base'
import type { Send } from '../execute/member-answer.ts'
import type { Endpoint } from '../route/router.ts'
import type { BareRequest, Introduce, Introduction } from './introduction.ts'
import { noteLoss, noteTaken } from './what-a-member-holds.ts'

interface Target {
  readonly authority: string
  readonly path: string
  readonly query: string
}

const FIELDS = { 'content-type': 'application/json' }

/**
 * Sends requests that say from whom they are. The client's token goes to a member only where `introduce` passes it on. What a member
 * has been shown is only named to it from then on; one that does not hold what was named has refused before it did anything, and is
 * asked once more, with everything shown. What must not be sent twice is shown in full: whether it was refused, an answer that nobody
 * has signed cannot prove.
 */
export function introducedSend(send: Send, introduce: Introduce): Send {
  const endOfTurn = endsOfTurns()
  const targets = new Map<string, Target>()
  const targetOf = ({ url }: Endpoint): Target => {
    const known = targets.get(url)
    if (known) return known
    const target = targetAt(url)
    targets.set(url, target)
    return target
  }
  return async (endpoint, body, call) => {
    const { authority, path, query } = targetOf(endpoint)
    const { authorization, client, signal, traceparent, once } = call
    const headers = client === undefined ? FIELDS : { ...FIELDS, [CLIENT_FIELD]: client }
    const member = endpoint.name
    const bare: BareRequest = { member, method: 'POST', authority, path, query, body, authorization, headers }
    const sendAs = async (introduced: Introduction | Promise<Introduction>) => {
      const introduction = introduced instanceof Promise ? await introduced : introduced
      const answer = await send(endpoint, body, { signal, traceparent, once, fields: introduction.fields })
      noteTaken(introduction, answer)
      return { introduction, answer }
    }
    await endOfTurn()
    const { introduction, answer } = await sendAs(once ? introduce.inFull(bare) : introduce.inBrief(bare))
    if (once || !noteLoss(introduction, answer)) return answer
    const second = await sendAs(introduce.inFull(bare))
    return second.answer
  }
}

/** Takes a url apart into what a request to it shows. */
export function targetAt(url: string): Target {
  const { host, pathname, search } = new URL(url)
  return { authority: host, ...splitTarget(pathname + search) }
}
