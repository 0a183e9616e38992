import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import type { Registry } from '@lawang/schema/network'
import type { ReadRegistry } from '../registry/read-registry.ts'
import { selfSignedCertificate, type TlsIdentity } from './self-signed.ts'

type Of = (name: string) => string | undefined

/** `ON`: this server speaks it with others. `MESH`: something around the servers does. */
export type TlsMode = 'ON' | 'MESH' | 'OFF'

/** Reads LAWANG_TLS. Throws an error of one sentence. */
export function readTlsMode(of: Of): TlsMode {
  const text = of('LAWANG_TLS') ?? 'off'
  if (text === 'on' || text === 'mesh' || text === 'off') return text === 'on' ? 'ON' : text === 'mesh' ? 'MESH' : 'OFF'
  throw new Error(`LAWANG_TLS is "${text}": it must be on, mesh or off.`)
}

const DAY_MS = 86_400_000
/** A certificate of the server's own is made at each start, and good for so many days from the day before. */
const GOOD_FOR_DAYS = 825

export interface TlsSources {
  /** The server's own key file's text. */
  readonly keyText: string | undefined
  /** Reads the file that a setting names; undefined where the setting is not there. */
  readonly text: (name: string) => string | undefined
  readonly now: Date
}

/**
 * The certificate that this server shows: that of LAWANG_TLS_CERTIFICATE and LAWANG_TLS_KEY (PEM), else one that it signs
 * itself with LAWANG_KEY. Throws an error of one sentence.
 */
export function readTlsIdentity({ keyText, text, now }: TlsSources): TlsIdentity {
  const [cert, key] = [text('LAWANG_TLS_CERTIFICATE'), text('LAWANG_TLS_KEY')]
  if ((cert === undefined) !== (key === undefined)) {
    throw new Error('LAWANG_TLS_CERTIFICATE and LAWANG_TLS_KEY go together: set both, or neither.')
  }
  if (cert !== undefined && key !== undefined) return usable({ cert, key })
  if (keyText === undefined) throw new Error('LAWANG_TLS is on, and there is no LAWANG_KEY to sign a certificate with.')
  const from = new Date(now.getTime() - DAY_MS)
  const until = new Date(from.getTime() + GOOD_FOR_DAYS * DAY_MS)
  return selfSignedCertificate(keyText, { name: 'lawang', from, until })
}

function usable(identity: TlsIdentity): TlsIdentity {
  try {
    createSecureContext(identity)
    new X509Certificate(identity.cert)
    return identity
  } catch {
    throw new Error('LAWANG_TLS_CERTIFICATE and LAWANG_TLS_KEY are not a certificate and its private key in PEM.')
  }
}

/** Takes no registry by which servers would speak to each other in the clear. */
export function withoutPlainAddresses(read: ReadRegistry): ReadRegistry {
  return (text) => {
    const registry = read(text)
    const plain = addressesOf(registry).find((address) => address.startsWith('http:'))
    if (plain === undefined) return registry
    throw new Error(
      `The registry has the plain address ${plain}: production takes https alone, unless LAWANG_TLS is mesh`,
    )
  }
}

function addressesOf({ members }: Registry): readonly string[] {
  return members.flatMap(({ url, streams = [] }) => [url, ...streams])
}
