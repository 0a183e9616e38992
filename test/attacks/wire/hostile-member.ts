import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExchangeAnswer, ExchangeRequest } from '@lawang/schema/exchange/exchange-messages'
import type { ChainEvent, LogMessage } from '@lawang/schema/exchange/messages'
import { contentDigest } from '@lawang/trust/http/content-digest'
import { freshMoments, keySigner } from '@lawang/trust/http/request-signer'
import { type OutgoingRequest, signRequest } from '@lawang/trust/http/sign-request'
import { readSigningKey, type SigningKey } from '@lawang/trust/keys/signing-key'
import { createObjectProofs } from '@lawang/trust/objects/object-proofs'
import { emptyRegistry } from '@lawang/trust/registry/followed-registry'

/** What a server answered: its status, and the code and reason of a refusal. */
export interface Reply {
  readonly status: number
  readonly body: unknown
}

/** A member whose operator has turned: it has its own true key and place in the registry, and says what it likes. */
export interface HostileMember {
  readonly key: SigningKey
  /** Signs an event as its own software would. */
  sign(event: ChainEvent): ChainEvent
  /** Says this in its log, as the next row that the hub waits for. */
  say(message: LogMessage): Promise<Reply>
  /** An exchange with changes to what is rightly asked. */
  exchange(change: Partial<ExchangeRequest>): Promise<Reply>
  /** Sends a signed request; `change` is what is altered behind the signature. */
  post(url: string, request: Partial<OutgoingRequest> & { readonly body: string }, change?: Change): Promise<Reply>
}

export interface Change {
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly key?: SigningKey
}

export function hostileMember(name: string, dataFolder: string, hub: string): HostileMember {
  const key = readSigningKey(readFileSync(join(dataFolder, 'keys', `${name}.key.json`), 'utf8'))
  const proofs = createObjectProofs({ key, keys: emptyRegistry().keys, unsignedUntil: 0 })

  const post: HostileMember['post'] = async (url, request, change = {}) => {
    const { host, pathname } = new URL(url)
    const target = { method: 'POST', authority: host, path: pathname, query: '?', to: 'national' }
    const headers = { 'content-type': 'application/json', ...request.headers }
    const signer = keySigner(change.key ?? key)
    const signed = signRequest({ ...target, ...request, headers }, signer, freshMoments(Date.now)())
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...signed, ...change.headers },
      body: change.body ?? request.body,
    })
    return { status: response.status, body: await response.json() }
  }

  const exchange: HostileMember['exchange'] = (change) => {
    const request: ExchangeRequest = {
      ...{ member: name, session: 'hostile', incarnation: 1, hubIncarnation: 1, sent: 1, log: [] },
      mailCursor: { incarnation: 1, n: 0 },
      ...change,
    }
    return post(`${hub}/exchange`, { body: JSON.stringify(request) })
  }

  return {
    key,
    sign: proofs.signEvent,
    post,
    exchange,
    async say(message) {
      const { body } = await exchange({})
      const { incarnation, n } = (body as ExchangeAnswer).logCursor
      return exchange({ incarnation, log: [{ incarnation, n: n + 1, message }] })
    },
  }
}

/** The digest that fits an altered body, for whoever alters that too. */
export const digestOf = (body: string) => ({ 'content-digest': contentDigest(body) })
