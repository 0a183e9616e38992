import { CLIENT_FIELD } from '@lawang/trust/http/coverage'
import { splitTarget } from '@lawang/trust/http/signature-base'
import type { Send } from '../execute/member-answer.ts'
import type { Endpoint } from '../route/router.ts'
import type { BareRequest, Headers, Introduce } from './introduction.ts'

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
  return (endpoint, body, call) => {
    const { authorization, client, signal, traceparent, once } = call
    const headers = client === undefined ? FIELDS : { ...FIELDS, [CLIENT_FIELD]: client }
    const { authority, path, query } = targetOf(endpoint)
    const bare: BareRequest = {
      member: endpoint.name,
      method: 'POST',
      authority,
      path,
      query,
      body,
      authorization,
      headers,
    }
    const fields = introduce(bare)
    const sendWith = (known: Headers) => send(endpoint, body, { signal, traceparent, once, fields: known })
    return fields instanceof Promise ? fields.then(sendWith) : sendWith(fields)
  }
}

/** Takes a url apart into what a request to it shows. */
export function targetAt(url: string): Target {
  const { host, pathname, search } = new URL(url)
  return { authority: host, ...splitTarget(pathname + search) }
}
