import { CLIENT_FIELD } from '@lawang/trust/http/coverage'
import { endsOfTurns } from '@lawang/trust/http/end-of-turn'
import { splitTarget } from '@lawang/trust/http/signature-base'
import type { CallOptions, MemberAnswer, Send } from '../execute/member-answer.ts'
import type { Endpoint } from '../route/router.ts'
import type { BareRequest, Headers, Introduce, Introduction } from './introduction.ts'

interface Target {
  readonly authority: string
  readonly path: string
  readonly query: string
}

const FIELDS = { 'content-type': 'application/json' }

/**
 * Sends requests that say from whom they are. The client's token goes to a member only where `introduce` passes it on. What a member
 * has been shown once is only named to it from then on; one that does not hold what was named has refused before it did anything, and
 * is asked once more, with everything shown.
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
    const { authorization, client } = call
    const headers = client === undefined ? FIELDS : { ...FIELDS, [CLIENT_FIELD]: client }
    const member = endpoint.name
    const bare: BareRequest = { member, method: 'POST', authority, path, query, body, authorization, headers }
    await endOfTurn()
    const brief = introduce.inBrief(bare)
    const introduction = brief instanceof Promise ? await brief : brief
    const answer = await send(endpoint, body, optionsOf(call, introduction.fields))
    if (!wasRefused(introduction, answer)) return answer
    const inFull = introduce.inFull(bare)
    return send(endpoint, body, optionsOf(call, inFull instanceof Promise ? await inFull : inFull))
  }
}

function optionsOf({ signal, traceparent, once }: CallOptions, fields: Headers): CallOptions {
  return { signal, traceparent, once, fields }
}

/** What a member says that does not hold what was named. */
const LOST: ReadonlySet<unknown> = new Set(['UNKNOWN_SESSION', 'UNKNOWN_ASSERTION'])

/** Learns from an answer what the member holds; true where it has refused a request that named something. */
function wasRefused({ names, agreement, assertion }: Introduction, answer: MemberAnswer): boolean {
  if (answer.kind !== 'answered') return false
  const refusal = refusalOf(answer)
  if (refusal === undefined) {
    agreement?.taken()
    assertion?.taken()
    return false
  }
  if (!names) return false
  const isLost = LOST.has(refusal.reason)
  agreement?.refused(isLost)
  assertion?.refused(isLost)
  return true
}

/** What a member says of a request whose proofs it does not take, before it looks for what is asked; undefined of every other. */
function refusalOf({ data, errors }: Extract<MemberAnswer, { kind: 'answered' }>) {
  if (data !== null) return undefined
  return errors.find(({ path, extensions }) => path === undefined && extensions.code === 'UNTRUSTED_REQUEST')
    ?.extensions
}

/** Takes a url apart into what a request to it shows. */
export function targetAt(url: string): Target {
  const { host, pathname, search } = new URL(url)
  return { authority: host, ...splitTarget(pathname + search) }
}
