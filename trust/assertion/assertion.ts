import { createHash } from 'node:crypto'
import type { SigningKey } from '../keys/signing-key.ts'

/** The media type in the header: what a gateway signs for something else is none of these. */
const TYPE = 'lawang-assertion+jwt'

/** Seconds for which an assertion is good. */
export const ASSERTION_SECONDS = 60

/** What an access token says of its bearer, as its issuer has signed it; names as in RFC 7519. */
export type TokenClaims = Readonly<Record<string, unknown>>

/** Why a gateway has not taken an access token; members answer their clients with it. */
export type TokenFault = (typeof TOKEN_FAULTS)[number]
const TOKEN_FAULTS = ['FOREIGN', 'EXPIRED', 'MALFORMED', 'KEYS_UNAVAILABLE'] as const

/** What a gateway has found of whoever asks: what the token says, or why it is none. */
export type Bearer =
  | { readonly kind: 'KNOWN'; readonly claims: TokenClaims }
  | { readonly kind: 'REFUSED'; readonly fault: TokenFault }

/** A gateway's word on who asks, as a member reads it. */
export interface Assertion {
  readonly bearer: Bearer
  /** When the access token ends, in milliseconds; undefined where it does not say. */
  readonly tokenEndsAt: number | undefined
}

/** Claims that belong to one token, not to its bearer. `iss` and `exp` go along under names of their own. */
const OF_THE_TOKEN: ReadonlySet<string> = new Set(['iss', 'aud', 'exp', 'nbf', 'iat', 'jti'])

export interface MintOptions {
  readonly gateway: string
  /** The one member that may take it. */
  readonly member: string
  readonly bearer: Bearer
  /** The access token: its hash goes along, so that an audit can show which one it was. */
  readonly token: string
  /** Seconds since 1970. */
  readonly now: number
  /** A text that nobody has used. */
  readonly id: string
}

/** A JSON Web Token (RFC 7519, EdDSA) that tells one member, for a minute, who asks. */
export function mintAssertion({ gateway, member, bearer, token, now, id }: MintOptions, key: SigningKey): string {
  const claims = bearer.kind === 'KNOWN' ? bearer.claims : {}
  const kept = Object.fromEntries(Object.entries(claims).filter(([name]) => !OF_THE_TOKEN.has(name)))
  const payload = {
    ...kept,
    iss: gateway,
    aud: member,
    iat: now,
    exp: now + ASSERTION_SECONDS,
    jti: id,
    ath: createHash('sha256').update(token).digest('base64url'),
    ...(bearer.kind === 'KNOWN' ? { token_iss: claims.iss, token_exp: claims.exp } : { refused: bearer.fault }),
  }
  const header = { alg: 'EdDSA', typ: TYPE, kid: key.id }
  const text = `${encoded(header)}.${encoded(payload)}`
  return `${text}.${key.sign(Buffer.from(text)).toString('base64url')}`
}

export type AssertionFault =
  | 'MALFORMED'
  | 'UNKNOWN_ASSERTION'
  | 'UNKNOWN_KEY'
  | 'FORGED'
  | 'OTHER_RECIPIENT'
  | 'EXPIRED'
  | 'NOT_ALLOWED'

export interface ReadAssertionOptions {
  /** This member's name. */
  readonly member: string
  /** The gateway that has signed the request: nobody carries another's assertion. */
  readonly gateway: string
  /** The gateway's keys by key id. */
  readonly keyOf: (
    keyid: string,
  ) => { readonly owner: string; verify(data: Uint8Array, signature: Uint8Array): boolean } | undefined
  /** The roles that this gateway may assert; undefined for all. */
  readonly mayAssert: readonly string[] | undefined
  /** Seconds since 1970. */
  readonly now: number
}

/** Seconds by which the clocks of two servers may differ. */
const TOLERANCE = 5

/** Reads an assertion. What it says is believed only as far as the gateway may say it. */
export function readAssertion(text: string, options: ReadAssertionOptions): Assertion | AssertionFault {
  const parts = text.length <= 8_192 ? /^([\w-]+)\.([\w-]+)\.([\w-]{86})$/.exec(text) : null
  const header = parts && decoded(parts[1])
  const payload = parts && decoded(parts[2])
  if (!parts || !header || !payload) return 'MALFORMED'
  const { alg, typ, kid, ...others } = header
  // No other algorithm, no key or address of a key (`jwk`, `jku`, `x5u`) in the header.
  if (alg !== 'EdDSA' || typ !== TYPE || typeof kid !== 'string' || Object.keys(others).length > 0) return 'MALFORMED'
  const key = options.keyOf(kid)
  if (key?.owner !== options.gateway) return 'UNKNOWN_KEY'
  if (!key.verify(Buffer.from(`${parts[1]}.${parts[2]}`), Buffer.from(parts[3] ?? '', 'base64url'))) return 'FORGED'
  if (payload.iss !== options.gateway || payload.aud !== options.member) return 'OTHER_RECIPIENT'
  const { iat, exp } = payload
  if (typeof iat !== 'number' || typeof exp !== 'number' || exp - iat > ASSERTION_SECONDS) return 'MALFORMED'
  if (exp + TOLERANCE <= options.now || iat - TOLERANCE > options.now) return 'EXPIRED'
  const { role } = payload
  if (options.mayAssert && typeof role === 'string' && !options.mayAssert.includes(role)) return 'NOT_ALLOWED'
  return contentOf(payload)
}

function contentOf({ refused, token_iss, token_exp, ath: _, ...claims }: Record<string, unknown>): Assertion {
  if (refused !== undefined) {
    const fault = TOKEN_FAULTS.find((known) => known === refused) ?? 'MALFORMED'
    return { bearer: { kind: 'REFUSED', fault }, tokenEndsAt: undefined }
  }
  return {
    bearer: { kind: 'KNOWN', claims: { ...claims, iss: token_iss, exp: token_exp } },
    tokenEndsAt: typeof token_exp === 'number' ? token_exp * 1000 : undefined,
  }
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decoded(part: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined
  } catch {
    return undefined
  }
}
