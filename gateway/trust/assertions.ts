import { randomUUID } from 'node:crypto'
import { mintAssertion } from '@lawang/trust/assertion/assertion'
import type { SigningKey } from '@lawang/trust/keys/signing-key'
import { Lru } from '../plan/lru.ts'
import { ShownAssertion } from './shown-assertion.ts'
import type { VerifiedToken, VerifyToken } from './verify-token.ts'

/** An assertion for one member of who sends an Authorization header. At once where it is known, else soon. */
export type AssertionFor = (member: string, authorization: string) => ShownAssertion | Promise<ShownAssertion>

export interface AssertionOptions {
  /** This gateway's name in the registry. */
  readonly gateway: string
  readonly key: SigningKey
  readonly verify: VerifyToken
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** An assertion is good for twice as long: none is sent that ends on its way. */
const REUSED_MS = 30_000
const UNKNOWN_MS = 1_000
const CACHED = 10_000

interface Known {
  readonly token: VerifiedToken
  readonly knownUntil: number
  readonly byMember: Map<string, { readonly assertion: ShownAssertion; readonly until: number }>
}

/**
 * Mints assertions, one for a token and member in 30 seconds. A token is verified as often: one that was refused may be
 * good when the next key is known, and one that has ended is not asserted longer than that.
 */
export function createAssertions({ gateway, key, verify, now }: AssertionOptions): AssertionFor {
  const known = new Lru<Known>(CACHED)

  const assertionOf = ({ token, byMember }: Known, member: string): ShownAssertion => {
    const at = now()
    const made = byMember.get(member)
    if (made && made.until > at) return made.assertion
    const seconds = Math.floor(at / 1000)
    const minted = mintAssertion({ gateway, member, ...token, now: seconds, id: randomUUID() }, key)
    const assertion = new ShownAssertion(minted)
    byMember.set(member, { assertion, until: at + REUSED_MS })
    return assertion
  }

  const learn = async (authorization: string): Promise<Known> => {
    const token = await verify(authorization)
    const at = now()
    const learned: Known = { token, knownUntil: Math.min(at + lifeOf(token), endOf(token, at)), byMember: new Map() }
    known.set(authorization, learned)
    return learned
  }

  return (member, authorization) => {
    const found = known.get(authorization)
    if (found && found.knownUntil > now()) return assertionOf(found, member)
    return learn(authorization).then((learned) => assertionOf(learned, member))
  }
}

/** In milliseconds. Whether the token is good was not to be found out: another look is due soon. */
function lifeOf({ bearer }: VerifiedToken): number {
  return bearer.kind === 'REFUSED' && bearer.fault === 'KEYS_UNAVAILABLE' ? UNKNOWN_MS : REUSED_MS
}

/** In milliseconds; a token that is not good ends nothing. */
function endOf({ bearer }: VerifiedToken, at: number): number {
  const exp = bearer.kind === 'KNOWN' ? bearer.claims.exp : undefined
  return typeof exp === 'number' ? Math.max(exp * 1000, at) : Number.POSITIVE_INFINITY
}
