import { SESSION_FIELD } from '../http/coverage.ts'
import { freshMoments, keySigner } from '../http/request-signer.ts'
import { type OutgoingRequest, type Signer, signRequest } from '../http/sign-request.ts'
import type { SigningKey } from '../keys/signing-key.ts'
import type { KnownKeys } from '../registry/known-keys.ts'
import type { Credential } from './credential.ts'
import { type OpenSession, openSession } from './session.ts'

/** A session that ends within this many seconds is not used for another request: one may be long under way. */
const ROOM_SECONDS = 60

export interface SessionSignerOptions {
  /** This server's name in the registry. */
  readonly name: string
  readonly key: SigningKey
  readonly keys: () => KnownKeys
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** A request's fields, and the agreement by which they are signed: undefined where that is the server's own key. */
export interface SignedRequest {
  readonly headers: Record<string, string>
  readonly agreement: Credential | undefined
}

/** Signs a request. What the server is known to hold is left out where it `mayName`; else all of it is shown. */
export type SignRequest = (request: OutgoingRequest, mayName: boolean) => SignedRequest

/**
 * Signs requests by a session with the server that they are for, which costs a hundredth of a signature. While a server has
 * two keys in the registry nobody else knows which one it has, and with none there is nothing to agree with: then each request is
 * signed with the own key.
 */
export function sessionSigner({ name, key, keys, now }: SessionSignerOptions): SignRequest {
  const own = keySigner(key)
  const nextMoment = freshMoments(now)
  const sessions = new Map<string, OpenSession & { readonly with: string }>()

  const sessionWith = (to: string): OpenSession | undefined => {
    const [toKey, another] = keys().keysOf(to)
    if (!toKey || another) return undefined
    const seconds = Math.floor(now() / 1000)
    const known = sessions.get(to)
    if (known && known.with === toKey.id && known.ends - ROOM_SECONDS > seconds) return known
    const opened = { ...openSession({ from: name, to, toKey }, key, seconds), with: toKey.id }
    sessions.set(to, opened)
    return opened
  }

  return (request, mayName) => {
    const session = sessionWith(request.to)
    const signer: Signer = session?.signer ?? own
    const headers = signRequest(request, signer, nextMoment())
    const agreement = session?.agreement
    if (agreement && !(mayName && agreement.isHeld)) headers[SESSION_FIELD] = agreement.text
    return { headers, agreement }
  }
}
