import type { IncomingMessage } from 'node:http'
import { Refusal } from '@lawang/schema/errors'
import { type Assertion, readAssertion } from '@lawang/trust/assertion/assertion'
import { ASSERTION_FIELD, SESSION_FIELD } from '@lawang/trust/http/coverage'
import { endsOfTurns } from '@lawang/trust/http/end-of-turn'
import { createNonces } from '@lawang/trust/http/nonces'
import { splitTarget } from '@lawang/trust/http/signature-base'
import { keyOfServer, verifyRequest, WINDOW_SECONDS } from '@lawang/trust/http/verify-request'
import type { SigningKey } from '@lawang/trust/keys/signing-key'
import type { KnownKeys } from '@lawang/trust/registry/known-keys'
import { knownSessions } from '@lawang/trust/session/known-sessions'
import type { LineFault } from '@lawang/trust/tls/server-line'
import type { TokenVerifier } from '../access/tokens.ts'
import type { Actor } from '../domain/model.ts'
import { createAssertionCache } from './assertion-cache.ts'

/** Tells who asks, by a gateway's signature and its word, or by the token of whoever comes without one. */
export interface Callers {
  /** Who sends a request; `body` as it came. Throws `Refusal`. */
  ofRequest(request: IncomingMessage, body: Buffer | undefined): Promise<Actor>
  /**
   * Who is at a socket, at every operation and event anew: a right may end while the socket is open. `authorization` is
   * the connection's parameter; it counts only at a socket that no gateway has signed. Throws `Refusal`.
   */
  ofSocket(upgrade: IncomingMessage, authorization: string | undefined): Promise<Actor>
}

export interface CallersOptions {
  /** This server's name in the registry. */
  readonly name: string
  readonly keys: () => KnownKeys
  /** This server's own key, by which others agree with it on sessions; none are agreed on without. */
  readonly key?: SigningKey | undefined
  readonly tokens: TokenVerifier
  /** Whether the line is the signer's too, where servers speak TLS with each other. */
  readonly lineFault?: LineFault | undefined
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** How a caller has come: as itself, with a token of its own, or through a gateway that has signed for it. */
type Caller =
  | { readonly kind: 'DIRECT' }
  | { readonly kind: 'THROUGH_GATEWAY'; readonly gateway: string; readonly assertion: Assertion | undefined }

export function createCallers({ name, keys, key, tokens, lineFault, now }: CallersOptions): Callers {
  const nonces = createNonces(WINDOW_SECONDS)
  const endOfTurn = endsOfTurns()
  const sessionOf = key && knownSessions({ name, key, keys, now })
  const sockets = new WeakMap<IncomingMessage, Caller>()
  /** By what a gateway said of them: that is remembered for some seconds, and at a socket for as long as it is open. */
  const people = new WeakMap<Assertion, Actor>()
  const read = createAssertionCache((text, gateway) => {
    const { servers, mayAssert } = keys()
    const keyOf = (keyid: string) => {
      const known = servers.get(keyid)
      return known?.kind === 'GATEWAY' ? { owner: known.owner, verify: known.key.verify } : undefined
    }
    return readAssertion(text, { member: name, gateway, keyOf, mayAssert: mayAssert(gateway), now: now() / 1000 })
  })

  const callerOf = (request: IncomingMessage, body: Buffer | undefined): Caller => {
    const { headers } = request
    const assertion = headers[ASSERTION_FIELD]
    const isSigned = headers.signature !== undefined || headers['signature-input'] !== undefined
    if (!isSigned && assertion === undefined) return { kind: 'DIRECT' }
    const { path, query } = splitTarget(request.url ?? '')
    const parts = { method: request.method ?? '', authority: headers.host ?? '', path, query, headers }
    const keyOf = (keyid: string, alg: string) => {
      if (alg === 'hmac-sha256') return sessionOf?.(keyid, headers[SESSION_FIELD])
      const known = keys().servers.get(keyid)
      return known && keyOfServer(known)
    }
    const verified = verifyRequest(parts, body, { name, keyOf, nonces, now })
    if (verified.kind === 'REFUSED') throw untrusted(verified.fault)
    const fault = lineFault?.(request.socket, verified.by.owner)
    if (fault) throw untrusted(fault)
    // A member asks for itself alone, at the exchange; nobody's token comes through a gateway.
    if (verified.by.kind !== 'GATEWAY' || headers.authorization !== undefined) throw untrusted('NO_GATEWAY')
    const gateway = verified.by.owner
    if (assertion === undefined) return { kind: 'THROUGH_GATEWAY', gateway, assertion: undefined }
    const said = typeof assertion === 'string' ? read(assertion, gateway, now()) : 'MALFORMED'
    if (typeof said === 'string') throw untrusted(said)
    return { kind: 'THROUGH_GATEWAY', gateway, assertion: said }
  }

  /** People come through gateways; machines have keys, and speak for themselves. */
  const actorOf = async (caller: Caller, authorization: string | undefined): Promise<Actor> => {
    if (caller.kind === 'DIRECT') return tokens.actorFrom(authorization)
    const { assertion } = caller
    if (!assertion) return { kind: 'public' }
    if (assertion.bearer.kind === 'REFUSED') throw unauthenticated(assertion.bearer.fault)
    if (assertion.tokenEndsAt !== undefined && assertion.tokenEndsAt <= now()) throw unauthenticated('EXPIRED')
    const actor = people.get(assertion) ?? (await tokens.actorFromClaims(assertion.bearer.claims))
    if (actor.kind !== 'person') throw untrusted('NOT_ALLOWED')
    people.set(assertion, actor)
    return actor
  }

  return {
    async ofRequest(request, body) {
      if (request.headers.signature !== undefined) await endOfTurn()
      return actorOf(callerOf(request, body), request.headers.authorization)
    },
    async ofSocket(upgrade, authorization) {
      const caller = sockets.get(upgrade) ?? callerOf(upgrade, undefined)
      sockets.set(upgrade, caller)
      return actorOf(caller, authorization)
    },
  }
}

function untrusted(reason: string): Refusal {
  return new Refusal('UNTRUSTED_REQUEST', undefined, { reason })
}

function unauthenticated(reason: string): Refusal {
  return new Refusal('UNAUTHENTICATED', undefined, { reason })
}
