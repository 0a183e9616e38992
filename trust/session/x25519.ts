import { createHash, createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto'

/** The field of both curves. */
const P = 2n ** 255n - 19n
/** What stands before the 32 bytes of an X25519 private key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex')

/**
 * The X25519 public key of whoever has an Ed25519 key: the same point in the other form of the curve (RFC 7748 §4.1,
 * u = (1 + y) / (1 − y)). So a registry needs one key for each server. Both keys are 32 bytes in base64url.
 */
export function agreementPublicKey(x: string): KeyObject {
  const bytes = Buffer.from(x, 'base64url').reverse()
  const y = BigInt(`0x${bytes.toString('hex')}`) & (2n ** 255n - 1n)
  const u = ((1n + y) * inverse(P + 1n - y)) % P
  return publicKey(Buffer.from(u.toString(16).padStart(64, '0'), 'hex').reverse().toString('base64url'))
}

/** The private half of it, by the seed of the Ed25519 key (RFC 8032 §5.1.5: the scalar is half of the seed's SHA-512). */
export function agreementPrivateKey(seed: Uint8Array): KeyObject {
  const scalar = createHash('sha512').update(seed).digest().subarray(0, 32)
  return createPrivateKey({ key: Buffer.concat([PKCS8, scalar]), format: 'der', type: 'pkcs8' })
}

/** A public key by its 32 bytes in base64url. Throws when they are no such key. */
export function publicKey(x: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' })
}

/** The secret that two have in common. Throws for points that give the same secret to everybody. */
export function sharedSecret(own: KeyObject, other: KeyObject): Buffer {
  return diffieHellman({ privateKey: own, publicKey: other })
}

/** By Fermat: a^(p − 2). */
function inverse(a: bigint): bigint {
  let [result, base, exponent] = [1n, a % P, P - 2n]
  while (exponent > 0n) {
    if (exponent & 1n) result = (result * base) % P
    base = (base * base) % P
    exponent >>= 1n
  }
  return result
}
