import { readFileSync } from 'node:fs'
import type { Bearer, TokenFault } from '@lawang/trust/assertion/assertion'
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose'

/** Verifies the access token of an Authorization header. Never rejects. */
export type VerifyToken = (authorization: string) => Promise<VerifiedToken>

export interface VerifiedToken {
  readonly bearer: Bearer
  readonly token: string
}

/** The algorithms that are taken, whatever a token says: signatures with a private key only. */
const ALGORITHMS = ['EdDSA', 'ES256', 'PS256', 'RS256']
/** Whom tokens are meant for: every server of the network. */
const AUDIENCE = 'lawang'
/** Clocks of servers differ a little: a token is taken this many seconds longer. */
const CLOCK_TOLERANCE = 5

/**
 * Verifies with the public keys of an issuer. Members judge what the claims say: the gateway tells them only that the
 * issuer has signed it, for this network, and that it is not over.
 */
export function tokenVerifier(keys: JSONWebKeySet, issuer: string, now: () => number = Date.now): VerifyToken {
  const keySet = createLocalJWKSet(keys)
  return async (authorization) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1]
    if (token === undefined) return { bearer: { kind: 'REFUSED', fault: 'MALFORMED' }, token: authorization }
    try {
      const { payload } = await jwtVerify(token, keySet, {
        algorithms: ALGORITHMS,
        issuer,
        audience: AUDIENCE,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: CLOCK_TOLERANCE,
        currentDate: new Date(now()),
      })
      return { bearer: { kind: 'KNOWN', claims: payload }, token }
    } catch (error) {
      return { bearer: { kind: 'REFUSED', fault: faultOf(error) }, token }
    }
  }
}

/** Reads the public keys of a JWKS file. Throws one sentence. */
export function readKeySet(path: string): JSONWebKeySet {
  const keys: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!isKeySet(keys)) throw new Error(`${path} is no JSON Web Key Set.`)
  return keys
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys)
}

function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWTExpired) return 'EXPIRED'
  const isForeign =
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JOSEAlgNotAllowed ||
    (error instanceof errors.JWTClaimValidationFailed && (error.claim === 'iss' || error.claim === 'aud'))
  return isForeign ? 'FOREIGN' : 'MALFORMED'
}
