import { decodeJwt, errors, type JWTVerifyResult, jwtVerify } from 'jose'
import type { TokenClaims, TokenFault } from '../assertion/assertion.ts'
import type { TrustedIssuer } from './issuers.ts'
import { KeysUnavailable } from './key-set.ts'
import { speaksFor } from './speaks-for.ts'

/** What a server finds of an access token. */
export type CheckedToken =
  | {
      readonly kind: 'KNOWN'
      readonly claims: TokenClaims
      /** Until when it is taken, in milliseconds since 1970. */
      readonly expires: number
    }
  | { readonly kind: 'REFUSED'; readonly fault: TokenFault }

/** Judges access tokens. Never rejects. */
export interface AccessTokens {
  /** Checks the value of an Authorization header, anew at each call. */
  check(authorization: string, now: Date): Promise<CheckedToken>
  /** Whether an issuer is trusted, and may say this: of a token that another server has verified. */
  mayClaim(claims: TokenClaims): boolean
}

/** Clocks of servers differ a little: a token is taken this many seconds longer. */
const CLOCK_TOLERANCE = 5
/** The type of an access token (RFC 9068), with and without the prefix that media types have. */
const ACCESS_TOKEN = /^(application\/)?at\+jwt$/i

/** Gateways and members judge tokens by the same code: what one takes, the other takes. */
export function accessTokens(issuers: readonly TrustedIssuer[]): AccessTokens {
  const trusted = new Map(issuers.map((issuer) => [issuer.issuer, issuer]))
  return {
    async check(authorization, now) {
      const token = bearerToken(authorization)
      const name = token === undefined ? undefined : issuerOf(token)
      if (token === undefined || name === undefined) return refused('MALFORMED')
      const issuer = trusted.get(name)
      return issuer ? checkWith(issuer, token, now) : refused('FOREIGN')
    },
    mayClaim(claims) {
      const issuer = trusted.get(typeof claims.iss === 'string' ? claims.iss : '')
      return issuer !== undefined && speaksFor(issuer, claims)
    },
  }
}

/** The token of an Authorization header; undefined where it carries none. */
export function bearerToken(authorization: string): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1]
}

async function checkWith(issuer: TrustedIssuer, token: string, now: Date): Promise<CheckedToken> {
  let verified: JWTVerifyResult
  try {
    verified = await jwtVerify(token, issuer.keys, {
      algorithms: [...issuer.algorithms],
      issuer: issuer.issuer,
      audience: issuer.audience,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE,
      currentDate: now,
    })
  } catch (error) {
    return refused(faultOf(error))
  }
  const { payload: claims, protectedHeader } = verified
  if (!isAccessToken(protectedHeader.typ, issuer) || claims.exp === undefined) return refused('MALFORMED')
  if (!speaksFor(issuer, claims)) return refused('FOREIGN')
  return { kind: 'KNOWN', claims, expires: (claims.exp + CLOCK_TOLERANCE) * 1000 }
}

/** What the token says of itself only chooses the keys that it is then verified with. */
function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss ?? ''
  } catch {
    return undefined
  }
}

/** An identity token is for the front end that signed somebody in: it is no right to ask anything here. */
function isAccessToken(typ: string | undefined, { typed }: TrustedIssuer): boolean {
  return typ === undefined ? !typed : ACCESS_TOKEN.test(typ)
}

function refused(fault: TokenFault): CheckedToken {
  return { kind: 'REFUSED', fault }
}

/** FOREIGN: signed by a key, or issued by or for somebody, that is not ours. */
function faultOf(error: unknown): TokenFault {
  if (error instanceof KeysUnavailable) return 'KEYS_UNAVAILABLE'
  if (error instanceof errors.JWTExpired) return 'EXPIRED'
  const isForeign =
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JOSEAlgNotAllowed ||
    (error instanceof errors.JWTClaimValidationFailed && (error.claim === 'iss' || error.claim === 'aud'))
  return isForeign ? 'FOREIGN' : 'MALFORMED'
}
