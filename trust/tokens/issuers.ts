import { readFileSync } from 'node:fs'
import { bool, listOf, oneOfList, optional, type Parse, record, textThat } from '@lawang/schema/exchange/parse'
import { governmentOf, isRegionCode } from '@lawang/schema/region'
import type { JWTVerifyGetKey } from 'jose'
import { ALGORITHM, AUDIENCE, DEVELOPMENT_ISSUER } from './development-issuer.ts'
import { isDevelopmentKeySet, openKeySet } from './key-set.ts'
import type { IssuerReach } from './speaks-for.ts'

/** Signatures that are taken. All have a public key: a shared secret would let whoever verifies also issue. */
export const ALGORITHMS = ['EdDSA', 'ES256', 'PS256', 'RS256'] as const
export type Algorithm = (typeof ALGORITHMS)[number]

/** An identity provider as the settings name it. */
export interface IssuerSettings extends IssuerReach {
  readonly issuer: string
  readonly audience: string
  /** A path or an https url. */
  readonly jwks: string
  readonly algorithms: readonly Algorithm[]
}

/** An identity provider whose tokens are taken. */
export interface TrustedIssuer extends Omit<IssuerSettings, 'jwks'> {
  readonly keys: JWTVerifyGetKey
  /** Whether its tokens must say that they are access tokens (`typ` at+jwt, RFC 9068). */
  readonly typed: boolean
}

const text = textThat((value) => value !== '', 'a text')
const government = textThat((value) => isRegionCode(value) && governmentOf(value) === value, 'a government')
const isLoopback = (value: string) => ['127.0.0.1', 'localhost', '[::1]'].includes(URL.parse(value)?.hostname ?? '')
const isKeySource = (value: string) =>
  !/^[a-z]+:/i.test(value) ||
  URL.parse(value)?.protocol === 'https:' ||
  (value.startsWith('http:') && isLoopback(value))
const settings: Parse<readonly IssuerSettings[]> = listOf(
  record<IssuerSettings>({
    issuer: text,
    audience: text,
    jwks: textThat(isKeySource, 'a path or an https url'),
    algorithms: listOf(oneOfList<Algorithm>(ALGORITHMS)),
    governments: optional(listOf(government)),
    machines: optional(bool),
  }),
)

/** Reads the file of issuers from its text. Throws with one sentence that names what is wrong. */
export function parseIssuers(source: string): readonly IssuerSettings[] {
  const found = settings(JSON.parse(source), 'The issuers')
  const twice = found.find(({ issuer }, i) => found.findIndex((other) => other.issuer === issuer) !== i)
  if (twice) throw new Error(`The issuer ${twice.issuer} is named twice`)
  return found
}

/**
 * The issuers that a settings file names, with their keys. Throws when the file or a key set in it cannot be read, and in
 * production when one is of a development network.
 */
export function openIssuers(path: string, isProduction: boolean, now: () => number): readonly TrustedIssuer[] {
  return parseIssuers(readFileSync(path, 'utf8')).map(({ jwks, ...rest }) => {
    if (isProduction) refuseDevelopment(rest.issuer, jwks)
    return { ...rest, keys: openKeySet(jwks, now), typed: true }
  })
}

/** The issuer of development tokens, which speaks for everybody, with the keys of a file. Throws as `openKeySet`. */
export function openDevelopmentIssuer(path: string, now: () => number): TrustedIssuer {
  return {
    issuer: DEVELOPMENT_ISSUER,
    audience: AUDIENCE,
    algorithms: [ALGORITHM],
    keys: openKeySet(path, now),
    machines: true,
    typed: false,
  }
}

/** Whoever has a development network's folder can sign as anybody. */
function refuseDevelopment(issuer: string, jwks: string): void {
  const isHere = issuer === DEVELOPMENT_ISSUER || isLoopback(issuer) || isLoopback(jwks)
  if (isHere || (URL.parse(jwks) === null && isDevelopmentKeySet(jwks))) {
    throw new Error(`The issuer ${issuer} is that of a development network, which production does not take`)
  }
}
