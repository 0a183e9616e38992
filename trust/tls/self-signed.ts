import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { der, identifier, octets, sequence } from './der.ts'

/** GeneralizedTime: an instant to the second, in UTC. */
const time = (at: Date) => der(0x18, Buffer.from(`${at.toISOString().replace(/\D/g, '').slice(0, 14)}Z`))

const ED25519 = sequence(identifier('2b6570'))
const COMMON_NAME = identifier('550403')
const SUBJECT_ALT_NAME = identifier('551d11')

export interface CertificateTerms {
  /** The server's name in the registry. */
  readonly name: string
  readonly from: Date
  readonly until: Date
}

/** A certificate and its private key, both in PEM. */
export interface TlsIdentity {
  readonly cert: string
  readonly key: string
}

/**
 * A certificate (RFC 5280) that a server has signed itself with its own Ed25519 key, by the key's private JWK. It proves what
 * its signatures prove: that whoever shows it has the key that the registry names; so the registry needs no other pin.
 * Thirty lines that only write are less to trust than a library which also reads.
 */
export function selfSignedCertificate(keyText: string, { name, from, until }: CertificateTerms): TlsIdentity {
  const { kty, crv, x, d } = Object(JSON.parse(keyText))
  const privateKey = createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' })
  const issuer = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))))
  const names = sequence(der(0x82, Buffer.from(name)))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ED25519,
    issuer,
    sequence(time(from), time(until)),
    issuer,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(SUBJECT_ALT_NAME, octets(names)))),
  )
  const signature = der(0x03, Buffer.from([0]), sign(null, body, privateKey))
  const lines =
    sequence(body, ED25519, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
