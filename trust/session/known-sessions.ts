import type { KnownKey } from '../http/verify-request.ts'
import type { SigningKey } from '../keys/signing-key.ts'
import type { KnownKeys } from '../registry/known-keys.ts'
import { nameOfShown } from './agreement.ts'
import { type AgreedSession, agreeToSession, type SessionTerms } from './session.ts'

/** Sessions that are remembered: each gateway has one in ten minutes. */
const MOST = 1_000
/** Seconds by which two clocks may differ. */
const TOLERANCE = 30

export interface KnownSessionsOptions {
  /** This server's name and key. */
  readonly name: string
  readonly key: SigningKey
  readonly keys: () => KnownKeys
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Finds the key of a session by its id, and by the agreement where one came with the request. An agreement is looked at once; whether
 * the key that has signed it is still in the registry, and whether it has ended, with every request. Who is told that a session is
 * not known here shows its agreement, so that a process which starts anew misses nothing.
 */
export function knownSessions({ name, key, keys, now }: KnownSessionsOptions) {
  let sessions = new Map<string, AgreedSession>()
  const isSignedBy = (server: string, keyid: string, data: Uint8Array, signature: Uint8Array) => {
    const known = keys().servers.get(keyid)
    return known?.owner === server && known.key.verify(data, signature)
  }

  const isInTime = ({ begins, ends }: SessionTerms) => {
    const seconds = now() / 1000
    return seconds + TOLERANCE >= begins && seconds - TOLERANCE <= ends
  }

  const sessionOf = (keyid: string, agreement: unknown): AgreedSession | undefined => {
    const known = sessions.get(keyid)
    if (known) return known
    if (typeof agreement !== 'string' || nameOfShown(agreement) !== keyid) return undefined
    const agreed = agreeToSession(agreement, { name, key, isSignedBy })
    // what has ended takes no room: anybody may have kept it
    if (!agreed || !isInTime(agreed.terms)) return undefined
    if (sessions.size >= MOST) sessions = new Map()
    sessions.set(keyid, agreed)
    return agreed
  }

  return (keyid: string, agreement: unknown): KnownKey | undefined => {
    const session = sessionOf(keyid, agreement)
    if (!session) return undefined
    const { terms, verify } = session
    if (!isInTime(terms)) return undefined
    const signedBy = keys().servers.get(terms.fromKey)
    return signedBy?.owner === terms.from ? { owner: terms.from, kind: signedBy.kind, verify } : undefined
  }
}
