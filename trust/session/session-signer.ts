import { SESSION_FIELD } from '../http/coverage.ts'
import { freshMoments, keySigner } from '../http/request-signer.ts'
import { type OutgoingRequest, type Signer, signRequest } from '../http/sign-request.ts'
import type { SigningKey } from '../keys/signing-key.ts'
import type { KnownKeys } from '../registry/known-keys.ts'
import type { Agreement } from './agreement.ts'
import { openSession } from './session.ts'

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

/** Signs requests for one server. */
export interface ServerSigner {
  /** The agreement by which it signs; undefined where it signs with the own key. */
  readonly agreement: Agreement | undefined
  /** All fields to send. `isNamed` leaves out the agreement, for a server that holds it. */
  sign(request: OutgoingRequest, isNamed: boolean): Record<string, string>
}

/** Gives what signs requests for a server now, by its name in the registry. */
export type SignerFor = (to: string) => ServerSigner

/**
 * Signs requests by a session with the server that they are for, which costs a hundredth of a signature. While a server has
 * two keys in the registry nobody else knows which one it has, and with none there is nothing to agree with: then each request is
 * signed with the own key.
 */
export function sessionSigner({ name, key, keys, now }: SessionSignerOptions): SignerFor {
  const nextMoment = freshMoments(now)
  const sessions = new Map<string, Session>()

  const signing = (signer: Signer, agreement: Agreement | undefined): ServerSigner => ({
    agreement,
    sign(request, isNamed) {
      const headers = signRequest(request, signer, nextMoment())
      if (agreement && !isNamed) headers[SESSION_FIELD] = agreement.text
      return headers
    },
  })
  const own = signing(keySigner(key), undefined)

  return (to) => {
    const [toKey, another] = keys().keysOf(to)
    if (!toKey || another) return own
    const seconds = Math.floor(now() / 1000)
    const known = sessions.get(to)
    if (known && known.with === toKey.id && known.ends - ROOM_SECONDS > seconds) return known.signer
    const { signer, agreement, ends } = openSession({ from: name, to, toKey }, key, seconds)
    const opened = { signer: signing(signer, agreement), with: toKey.id, ends }
    sessions.set(to, opened)
    return opened.signer
  }
}

interface Session {
  readonly signer: ServerSigner
  /** The key of the server that it was agreed on with. */
  readonly with: string
  /** Seconds since 1970. */
  readonly ends: number
}
