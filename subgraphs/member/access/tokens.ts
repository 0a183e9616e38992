import { readFile } from 'node:fs/promises'
import { Refusal } from '@lawang/schema/errors'
import { parseId } from '@lawang/schema/id'
import { governmentOf, isRegionCode, type RegionCode, tierOf } from '@lawang/schema/region'
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose'
import { type Actor, ROLES, type Role } from '../domain/model.ts'
import { ALGORITHM, AUDIENCE, DEVELOPMENT_ISSUER } from './claims.ts'

/** Tells who sends an Authorization header; refuses UNAUTHENTICATED with `reason` FOREIGN, EXPIRED or MALFORMED. */
export interface TokenVerifier {
  actorFrom(authorization: string | undefined): Promise<Actor>
  /** Who the claims of a token speak of that a gateway has verified, `iss` among them; refuses in the same way. */
  actorFromClaims(claims: Readonly<Record<string, unknown>>): Promise<Actor>
}

export interface TokenVerifierOptions {
  readonly keys: JSONWebKeySet
  readonly issuer?: string
  readonly audience?: string
  readonly now?: () => Date
}

/** Clocks of servers differ a little: a token is taken this many seconds longer. */
const CLOCK_TOLERANCE = 5

/** Reads the public keys from a JWKS file; throws when it is not one. */
export async function loadTokenVerifier(jwksPath: string): Promise<TokenVerifier> {
  const keys: unknown = JSON.parse(await readFile(jwksPath, 'utf8'))
  if (!isKeySet(keys)) throw new Error(`${jwksPath} is no JSON Web Key Set.`)
  return createTokenVerifier({ keys })
}

export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { keys, issuer = DEVELOPMENT_ISSUER, audience = AUDIENCE, now = () => new Date() } = options
  const keySet = createLocalJWKSet(keys)
  return {
    async actorFrom(authorization) {
      if (authorization === undefined || authorization.trim() === '') return { kind: 'public' }
      const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1]
      if (token === undefined) throw unauthenticated('MALFORMED')
      const verified = await jwtVerify(token, keySet, {
        algorithms: [ALGORITHM],
        issuer,
        audience,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: CLOCK_TOLERANCE,
        currentDate: now(),
      }).catch((error: unknown) => {
        throw unauthenticated(reasonOf(error))
      })
      return knownActor(verified.payload)
    },
    async actorFromClaims(claims) {
      if (claims.iss !== issuer) throw unauthenticated('FOREIGN')
      return knownActor(claims)
    },
  }
}

function knownActor(claims: Readonly<Record<string, unknown>>): Actor {
  const actor = actorOf(claims)
  if (!actor) throw unauthenticated('MALFORMED')
  return actor
}

type Reason = 'FOREIGN' | 'EXPIRED' | 'MALFORMED'

function unauthenticated(reason: Reason): Refusal {
  return new Refusal('UNAUTHENTICATED', undefined, { reason })
}

/** FOREIGN: signed by a key, or issued by or for somebody, that is not ours. */
function reasonOf(error: unknown): Reason {
  if (error instanceof errors.JWTExpired) return 'EXPIRED'
  const foreign =
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JOSEAlgNotAllowed ||
    (error instanceof errors.JWTClaimValidationFailed && (error.claim === 'iss' || error.claim === 'aud'))
  return foreign ? 'FOREIGN' : 'MALFORMED'
}

/** Undefined when a claim has not the form that its role asks for. */
function actorOf({ sub, role, region, agency, member, scope }: Readonly<Record<string, unknown>>): Actor | undefined {
  if (role === 'hub') return { kind: 'hub' }
  if (role === 'member') return typeof member === 'string' && member !== '' ? { kind: 'member', member } : undefined
  const known = ROLES.find((candidate) => candidate === role)
  if (!known || typeof sub !== 'string' || sub === '') return undefined
  if (region !== undefined && !isPlaceFor(known, region)) return undefined
  if (scope !== undefined && typeof scope !== 'string') return undefined
  const ownAgency = agency === undefined ? undefined : agencyIdOf(agency)
  if (agency !== undefined && ownAgency === undefined) return undefined
  return {
    kind: 'person',
    subject: sub,
    role: known,
    ...(region === undefined ? {} : { region }),
    ...(ownAgency === undefined ? {} : { agency: ownAgency }),
    ...(scope === undefined ? {} : { scopes: scope.split(' ') }),
  }
}

/** Heads of districts and villages have those for their place, everybody else a government. */
function isPlaceFor(role: Role, value: unknown): value is RegionCode {
  if (typeof value !== 'string' || !isRegionCode(value)) return false
  if (role === 'district-head') return tierOf(value) === 'DISTRICT'
  if (role === 'village-head') return tierOf(value) === 'VILLAGE'
  return governmentOf(value) === value
}

function agencyIdOf(value: unknown): string | undefined {
  const parsed = typeof value === 'string' ? parseId(value) : undefined
  return parsed?.form === 'valid' && parsed.kind === 'agency' ? parsed.id : undefined
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return (
    typeof value === 'object' &&
    value !== null &&
    'keys' in value &&
    Array.isArray(value.keys) &&
    value.keys.every((key: unknown) => typeof key === 'object' && key !== null && 'kty' in key)
  )
}
