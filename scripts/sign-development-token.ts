import type { BearerClaims } from '@lawang/member/access/claims'
import { ALGORITHM, AUDIENCE, DEVELOPMENT_ISSUER } from '@lawang/trust/tokens/development-issuer'
import { importJWK, SignJWT } from 'jose'
import { developmentKeyPaths, readKey } from './development-keys.ts'

/** `subject` stands for the bearer: a pseudonym, never a name. Times are instants. */
export interface TokenRequest {
  readonly claims: BearerClaims
  readonly subject: string
  readonly now: Date
  readonly expires: Date
}

/** The data folder has no development key yet. */
export class NoDevelopmentKey extends Error {
  override readonly name = 'NoDevelopmentKey'
}

/** Signs a token with the development key of the data folder; throws `NoDevelopmentKey` when there is none. */
export async function signDevelopmentToken(dataFolder: string, request: TokenRequest): Promise<string> {
  const { privateKey } = developmentKeyPaths(dataFolder)
  const key = await readKey(privateKey)
  if (!key)
    throw new NoDevelopmentKey(`There is no development key in ${dataFolder} yet: start Lawang first (npm start).`)
  return new SignJWT({ ...request.claims })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt', ...(key.kid === undefined ? {} : { kid: key.kid }) })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(request.subject)
    .setIssuedAt(request.now)
    .setExpirationTime(request.expires)
    .sign(await importJWK(key, ALGORITHM))
}
