import type { Bearer } from '@lawang/trust/assertion/assertion'
import { type AccessTokens, bearerToken } from '@lawang/trust/tokens/access-tokens'

/** Verifies the access token of an Authorization header. Never rejects. */
export type VerifyToken = (authorization: string) => Promise<VerifiedToken>

export interface VerifiedToken {
  readonly bearer: Bearer
  readonly token: string
}

/**
 * Verifies as members do. They judge once more what the claims say: the gateway tells them only that an issuer that may
 * say so has signed it, for this network, and that it is not over.
 */
export function tokenVerifier(tokens: AccessTokens, now: () => number): VerifyToken {
  return async (authorization) => {
    const checked = await tokens.check(authorization, new Date(now()))
    return {
      bearer: checked.kind === 'KNOWN' ? { kind: 'KNOWN', claims: checked.claims } : checked,
      token: bearerToken(authorization) ?? authorization,
    }
  }
}
