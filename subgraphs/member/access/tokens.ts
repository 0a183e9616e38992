import { Refusal } from '@lawang/schema/errors'
import { decodeJwt, errors, type JWTVerifyResult, jwtVerify } from 'jose'
import type { Actor } from '../domain/model.ts'
import type { TrustedIssuer } from './issuers.ts'
import { KeysUnavailable } from './key-set.ts'
import { actorOf, belongsTo } from './token-actor.ts'
import { VerifiedTokens } from './verified-tokens.ts'

/**
 * Tells who sends an Authorization header; refuses UNAUTHENTICATED with `reason` FOREIGN, EXPIRED, MALFORMED or
 * KEYS_UNAVAILABLE.
 */
export interface TokenVerifier {
  actorFrom(authorization: string | undefined): Promise<Actor>
  /** Who the claims of a token speak of that a gateway has verified, `iss` among them; refuses in the same way. */
  actorFromClaims(claims: Readonly<Record<string, unknown>>): Promise<Actor>
}

export interface TokenVerifierOptions {
  readonly issuers: readonly TrustedIssuer[]
  readonly now?: () => Date
}

/** Clocks of servers differ a little: a token is taken this many seconds longer. */
const CLOCK_TOLERANCE = 5
/** The type of an access token, with and without the prefix that media types have. */
const ACCESS_TOKEN = /^(application\/)?at\+jwt$/i

export function createTokenVerifier({ issuers, now = () => new Date() }: TokenVerifierOptions): TokenVerifier {
  const trusted = new Map(issuers.map((issuer) => [issuer.issuer, issuer]))
  const verified = new VerifiedTokens()
  return {
    async actorFrom(authorization) {
      if (authorization === undefined || authorization.trim() === '') return { kind: 'public' }
      const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1]
      if (token === undefined) throw unauthenticated('MALFORMED')
      const at = now()
      const known = verified.find(token, at.getTime())
      if (known) return known
      const { actor, expires } = await verify(token, trusted, at)
      verified.keep(token, actor, { now: at.getTime(), expires })
      return actor
    },
    async actorFromClaims(claims) {
      const issuer = trusted.get(typeof claims.iss === 'string' ? claims.iss : '')
      if (!issuer) throw unauthenticated('FOREIGN')
      return knownActor(claims, issuer)
    },
  }
}

async function verify(token: string, trusted: ReadonlyMap<string, TrustedIssuer>, now: Date) {
  const issuer = trusted.get(issuerOf(token))
  if (!issuer) throw unauthenticated('FOREIGN')
  const { payload, protectedHeader } = await checkSignature(token, issuer, now)
  if (!isAccessToken(protectedHeader.typ, issuer)) throw unauthenticated('MALFORMED')
  if (payload.exp === undefined) throw unauthenticated('MALFORMED')
  return { actor: knownActor(payload, issuer), expires: (payload.exp + CLOCK_TOLERANCE) * 1000 }
}

function knownActor(claims: Readonly<Record<string, unknown>>, issuer: TrustedIssuer): Actor {
  const actor = actorOf(claims)
  if (!actor) throw unauthenticated('MALFORMED')
  if (!maySpeakFor(issuer, actor)) throw unauthenticated('FOREIGN')
  return actor
}

/** What the token says of itself only chooses the keys that it is then verified with. */
function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? ''
  } catch {
    throw unauthenticated('MALFORMED')
  }
}

function checkSignature(token: string, issuer: TrustedIssuer, currentDate: Date): Promise<JWTVerifyResult> {
  return jwtVerify(token, issuer.keys, {
    algorithms: [...issuer.algorithms],
    issuer: issuer.issuer,
    audience: issuer.audience,
    requiredClaims: ['sub', 'exp'],
    clockTolerance: CLOCK_TOLERANCE,
    currentDate,
  }).catch((error: unknown) => {
    throw unauthenticated(reasonOf(error))
  })
}

/** An identity token is for the front end that signed somebody in: it is no right to ask anything here. */
function isAccessToken(typ: string | undefined, { typed }: TrustedIssuer): boolean {
  return typ === undefined ? !typed : ACCESS_TOKEN.test(typ)
}

function maySpeakFor({ governments, machines }: TrustedIssuer, actor: Actor): boolean {
  if (actor.kind !== 'person') return machines === true
  return governments === undefined || belongsTo(actor, governments)
}

type Reason = 'FOREIGN' | 'EXPIRED' | 'MALFORMED' | 'KEYS_UNAVAILABLE'

function unauthenticated(reason: Reason): Refusal {
  return new Refusal('UNAUTHENTICATED', undefined, { reason })
}

/** FOREIGN: signed by a key, or issued by or for somebody, that is not ours. */
function reasonOf(error: unknown): Reason {
  if (error instanceof KeysUnavailable) return 'KEYS_UNAVAILABLE'
  if (error instanceof errors.JWTExpired) return 'EXPIRED'
  const foreign =
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JOSEAlgNotAllowed ||
    (error instanceof errors.JWTClaimValidationFailed && (error.claim === 'iss' || error.claim === 'aud'))
  return foreign ? 'FOREIGN' : 'MALFORMED'
}
