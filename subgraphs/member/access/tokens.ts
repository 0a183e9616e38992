import { Refusal } from '@lawang/schema/errors'
import type { TokenClaims, TokenFault } from '@lawang/trust/assertion/assertion'
import { accessTokens, bearerToken } from '@lawang/trust/tokens/access-tokens'
import type { TrustedIssuer } from '@lawang/trust/tokens/issuers'
import type { Actor } from '../domain/model.ts'
import { actorOf } from './token-actor.ts'
import { VerifiedTokens } from './verified-tokens.ts'

/**
 * Tells who sends an Authorization header; refuses UNAUTHENTICATED with `reason` FOREIGN, EXPIRED, MALFORMED or
 * KEYS_UNAVAILABLE.
 */
export interface TokenVerifier {
  actorFrom(authorization: string | undefined): Promise<Actor>
  /** Who the claims of a token speak of that a gateway has verified, `iss` among them; refuses in the same way. */
  actorFromClaims(claims: TokenClaims): Promise<Actor>
}

export interface TokenVerifierOptions {
  readonly issuers: readonly TrustedIssuer[]
  readonly now?: () => Date
}

export function createTokenVerifier({ issuers, now = () => new Date() }: TokenVerifierOptions): TokenVerifier {
  const tokens = accessTokens(issuers)
  const ofSomeGovernments = new Set(issuers.filter(({ governments }) => governments).map(({ issuer }) => issuer))
  const knownActor = (claims: TokenClaims): Actor => {
    const actor = actorOf(claims)
    if (!actor) throw unauthenticated('MALFORMED')
    const { iss: issuer } = claims
    const isItsOwn = actor.kind === 'person' && typeof issuer === 'string' && ofSomeGovernments.has(issuer)
    return isItsOwn ? { ...actor, issuer } : actor
  }
  const verified = new VerifiedTokens()
  return {
    async actorFrom(authorization) {
      if (authorization === undefined || authorization.trim() === '') return { kind: 'public' }
      const token = bearerToken(authorization)
      if (token === undefined) throw unauthenticated('MALFORMED')
      const at = now()
      const known = verified.find(token, at.getTime())
      if (known) return known
      const checked = await tokens.check(authorization, at)
      if (checked.kind === 'REFUSED') throw unauthenticated(checked.fault)
      const actor = knownActor(checked.claims)
      verified.keep(token, actor, { now: at.getTime(), expires: checked.expires })
      return actor
    },
    async actorFromClaims(claims) {
      if (!tokens.mayClaim(claims)) throw unauthenticated('FOREIGN')
      return knownActor(claims)
    },
  }
}

function unauthenticated(reason: TokenFault): Refusal {
  return new Refusal('UNAUTHENTICATED', undefined, { reason })
}
