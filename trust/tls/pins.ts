import { createHash, createPublicKey, type X509Certificate } from 'node:crypto'
import type { ServerIdentity } from '@lawang/schema/network'
import { publicJwk } from '../keys/verifying-key.ts'

/** SHA-256 of a certificate's SubjectPublicKeyInfo (RFC 7469 §2.4), in base64url. */
export type Pin = string

export function pinOf(certificate: X509Certificate): Pin {
  return digest(certificate.publicKey.export({ type: 'spki', format: 'der' }))
}

/** The pin of certificates that a server signs with its own key: 32 bytes in base64url. */
export function pinOfKey(x: string): Pin {
  return digest(createPublicKey({ key: { ...publicJwk(x) }, format: 'jwk' }).export({ type: 'spki', format: 'der' }))
}

/** The pins that the registry gives a server: those of its keys, and of certificates that somebody else has issued. */
export function pinsOf({ keys, certificates = [] }: ServerIdentity): ReadonlySet<Pin> {
  return new Set([...keys.map(pinOfKey), ...certificates])
}

function digest(bytes: Uint8Array): Pin {
  return createHash('sha256').update(bytes).digest('base64url')
}

/** Why a certificate is not taken. The words are stable: they go to the log and to whoever showed it. */
export type CertificateFault = 'NO_CERTIFICATE' | 'EXPIRED_CERTIFICATE' | 'OTHER_CERTIFICATE'

/**
 * Whether a server's certificate is one of its own. That whoever shows it has the private key, TLS has seen to; who has
 * issued it does not matter, because the operator has named it in the registry.
 */
export function certificateFault(
  certificate: X509Certificate | undefined,
  pins: ReadonlySet<Pin>,
  now: Date,
): CertificateFault | undefined {
  if (!certificate) return 'NO_CERTIFICATE'
  if (!pins.has(pinOf(certificate))) return 'OTHER_CERTIFICATE'
  const isInForce = certificate.validFromDate <= now && now < certificate.validToDate
  return isInForce ? undefined : 'EXPIRED_CERTIFICATE'
}
