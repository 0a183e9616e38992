import { createHash, createPublicKey, verify } from 'node:crypto'

/** The public half of an Ed25519 key (RFC 8037), as registries and key sets write it. */
export interface PublicJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  /** 32 bytes in base64url. */
  readonly x: string
}

/** A public key that signatures are checked with. */
export interface VerifyingKey {
  /** The key's RFC 7638 thumbprint: nobody chooses it, so nobody can give another's. */
  readonly id: string
  verify(data: Uint8Array, signature: Uint8Array): boolean
}

/** Makes a key of its 32 bytes in base64url. Throws when they are no such key. */
export function verifyingKey(x: string): VerifyingKey {
  if (!isPublicKeyText(x)) throw new Error('an Ed25519 public key is 32 bytes in base64url')
  const key = createPublicKey({ key: { ...publicJwk(x) }, format: 'jwk' })
  return { id: thumbprint(x), verify: (data, signature) => verify(null, data, key, signature) }
}

export function publicJwk(x: string): PublicJwk {
  return { kty: 'OKP', crv: 'Ed25519', x }
}

/** Whether a text has the form of a public key: exactly 32 bytes, written in the one way there is. */
export function isPublicKeyText(x: string): boolean {
  return /^[\w-]{43}$/.test(x) && Buffer.from(x, 'base64url').toString('base64url') === x
}

/** RFC 7638, by SHA-256. */
export function thumbprint(x: string): string {
  return createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url')
}
