import type { Ask, AskAnswer } from '../route/ask.ts'
import type { CallSignal } from './call-signal.ts'
import { readAnswerText } from './member-answer.ts'

interface Shared {
  readonly answer: Promise<AskAnswer>
  /** Of the one who asked. */
  readonly signal: CallSignal
  followers: number
}

/**
 * Makes one request of equal queries that are under way at one time. Equal is what goes to one member with one body
 * under one authorization: nobody is given what was asked for somebody else. A change ends the sharing of what is
 * under way at its member, so that whoever reads after a change reads the change.
 */
export function shareInFlight(ask: Ask): Ask {
  /** By member, authorization and body, one in the other: as one key they would be copied for each request. */
  const underWay = new Map<string, Map<string, Map<string, Shared>>>()

  async function change(...[endpoints, body, call]: Parameters<Ask>): Promise<AskAnswer> {
    const url = endpoints[0]?.url ?? ''
    underWay.delete(url)
    const answer = await ask(endpoints, body, call, false)
    underWay.delete(url)
    return answer
  }

  async function follow(shared: Shared, ...[endpoints, body, call]: Parameters<Ask>): Promise<AskAnswer> {
    shared.followers++
    const answer = await shared.answer
    // the one who asked has left: the others are not to suffer for it
    return answer.kind === 'unavailable' && shared.signal.aborted ? ask(endpoints, body, call, true) : copyOf(answer)
  }

  return async (endpoints, body, call, repeatable) => {
    if (!repeatable) return change(endpoints, body, call, false)
    const url = endpoints[0]?.url ?? ''
    const { authorization = '' } = call
    const atMember = within(underWay, url)
    const ofOne = within(atMember, authorization)
    const known = ofOne.get(body)
    if (known) return follow(known, endpoints, body, call, true)
    const shared: Shared = { answer: ask(endpoints, body, call, true), signal: call.signal, followers: 0 }
    ofOne.set(body, shared)
    const answer = await shared.answer
    ofOne.delete(body)
    if (ofOne.size === 0) atMember.delete(authorization)
    return shared.followers > 0 ? copyOf(answer) : answer
  }
}

/** The map behind a key, made when it is missing. */
function within<Value>(maps: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const known = maps.get(key)
  if (known) return known
  const made = new Map<string, Value>()
  maps.set(key, made)
  return made
}

/** Each call changes the objects of its answer, so that each needs its own. */
function copyOf(answer: AskAnswer): AskAnswer {
  if (answer.kind === 'unavailable') return answer
  const again = answer.text === undefined ? undefined : readAnswerText(answer.text)
  return again?.kind === 'answered' ? again : { ...answer, data: structuredClone(answer.data) }
}
