import { CLIENT_FIELD } from '@lawang/trust/http/coverage'
import { splitTarget } from '@lawang/trust/http/signature-base'
import type { CallOptions, Send } from '../execute/member-answer.ts'
import type { Endpoint } from '../route/router.ts'
import type { Headers, Introduce } from './introduction.ts'

interface Target {
  readonly authority: string
  readonly path: string
  readonly query: string
}

const FIELDS = { 'content-type': 'application/json' }

/** Sends requests that say from whom they are. The client's token goes to a member only where `introduce` passes it on. */
export function introducedSend(send: Send, introduce: Introduce): Send {
  const targets = new Map<string, Target>()
  const targetOf = ({ url }: Endpoint): Target => {
    const known = targets.get(url)
    if (known) return known
    const target = targetAt(url)
    targets.set(url, target)
    return target
  }
  return (endpoint, body, { authorization, client, ...call }) => {
    const target = targetOf(endpoint)
    const headers = client === undefined ? FIELDS : { ...FIELDS, [CLIENT_FIELD]: client }
    const fields = introduce({ ...target, member: endpoint.name, method: 'POST', body, authorization, headers })
    return fields instanceof Promise
      ? fields.then((known) => send(endpoint, body, withFields(call, known)))
      : send(endpoint, body, withFields(call, fields))
  }
}

/** Takes a url apart into what a request to it shows. */
export function targetAt(url: string): Target {
  const { host, pathname, search } = new URL(url)
  return { authority: host, ...splitTarget(pathname + search) }
}

/** Every request to a member has the same content type, which is sent already. */
function withFields(
  call: Omit<CallOptions, 'authorization' | 'client'>,
  { 'content-type': _, ...fields }: Headers,
): CallOptions {
  return { ...call, fields }
}
