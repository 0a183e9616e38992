import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { agreementPrivateKey, sharedSecret } from '../session/x25519.ts'
import { isPublicKeyText, thumbprint } from './verifying-key.ts'

/** A server's own Ed25519 key. Its private half does not leave this value. */
export interface SigningKey {
  /** The public key's RFC 7638 thumbprint. */
  readonly id: string
  /** The public key: 32 bytes in base64url. */
  readonly x: string
  /** Made by `npm start`, for machines on which nobody's complaint is real. */
  readonly isDevelopment: boolean
  /** The signature, 64 bytes. */
  sign(data: Uint8Array): Buffer
  /** The secret in common with whoever has the private half of an X25519 key; undefined for a key that is none. */
  agree(other: KeyObject): Buffer | undefined
}

/** What marks a key file as one of the development network: production does not start with it. */
export const DEVELOPMENT_MARK = 'lawang-development'

/** The text of a key file: a private JWK (RFC 8037). */
export function generateKeyText(options: { readonly isDevelopment: boolean }): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { d, x = '' } = privateKey.export({ format: 'jwk' })
  const mark = options.isDevelopment ? { [DEVELOPMENT_MARK]: true } : {}
  return `${JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x, d, kid: thumbprint(x), ...mark }, null, 2)}\n`
}

/** Reads a key file's text. Throws one sentence that does not repeat what it says. */
export function readSigningKey(text: string): SigningKey {
  const jwk = parseObject(text)
  const x = jwk?.x
  if (!jwk || typeof x !== 'string' || !isPublicKeyText(x)) throw new Error('It is no Ed25519 private key (JWK).')
  const key = privateKeyOf(jwk)
  if (key.export({ format: 'jwk' }).x !== x) throw new Error('Its public and its private half do not belong together.')
  const agreement = agreementPrivateKey(Buffer.from(String(jwk.d), 'base64url'))
  return {
    id: thumbprint(x),
    x,
    isDevelopment: jwk[DEVELOPMENT_MARK] === true,
    sign: (data) => sign(null, data, key),
    agree: (other) => agreed(agreement, other),
  }
}

/** A point of small order gives everybody the same secret: the platform refuses it. */
function agreed(own: KeyObject, other: KeyObject): Buffer | undefined {
  try {
    return sharedSecret(own, other)
  } catch {
    return undefined
  }
}

function privateKeyOf(jwk: Record<string, unknown>): KeyObject {
  const { kty, crv, x, d } = jwk
  try {
    return createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' } as Parameters<typeof createPrivateKey>[0])
  } catch {
    throw new Error('It is no Ed25519 private key (JWK).')
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined
  } catch {
    return undefined
  }
}
