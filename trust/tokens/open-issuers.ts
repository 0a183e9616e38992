import { openDevelopmentIssuer, openIssuers, type TrustedIssuer } from './issuers.ts'

/** Where the settings say that trusted identity providers are named. */
export interface IssuerFiles {
  /** LAWANG_ISSUERS: path of the file of identity providers. */
  readonly issuersPath: string | undefined
  /** LAWANG_JWKS: path of the development issuer's keys. */
  readonly jwksPath: string | undefined
  /** Whether nothing of a development network is taken. */
  readonly isProduction: boolean
}

/**
 * The issuers whose tokens a server takes, gateway and member alike. Their key files are followed from now on. Throws an
 * error of one sentence that names the setting.
 */
export function openTrustedIssuers({ issuersPath, jwksPath, isProduction }: IssuerFiles): readonly TrustedIssuer[] {
  if (issuersPath === undefined && jwksPath === undefined) {
    throw new Error('LAWANG_ISSUERS is not set: it is the file of identity providers whose tokens are taken.')
  }
  if (isProduction && jwksPath !== undefined) {
    throw new Error('LAWANG_JWKS names the keys of the development issuer: in production name LAWANG_ISSUERS.')
  }
  const named = issuersPath === undefined ? [] : readIssuers(issuersPath, isProduction)
  return jwksPath === undefined ? named : [...named, readDevelopmentIssuer(jwksPath)]
}

function readIssuers(path: string, isProduction: boolean): readonly TrustedIssuer[] {
  try {
    return openIssuers(path, isProduction, Date.now)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`LAWANG_ISSUERS names ${path}: ${reason}.`, { cause })
  }
}

function readDevelopmentIssuer(path: string): TrustedIssuer {
  try {
    return openDevelopmentIssuer(path, Date.now)
  } catch (cause) {
    throw new Error(`LAWANG_JWKS names ${path}, which is no readable JSON Web Key Set.`, { cause })
  }
}
