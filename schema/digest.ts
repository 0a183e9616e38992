import { createHash, createHmac, hash } from 'node:crypto'

/**
 * The digests that the law and the domain name things with. They are the platform's: values in, values out, eight times as
 * fast as in JavaScript, and every event is hashed at every hop.
 */

/** SHA-256 in lower-case hexadecimal; of a text, over its UTF-8. */
export function sha256Hex(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex')
}

/** SHA-256: 32 bytes. */
export function sha256(content: string | Uint8Array): Uint8Array {
  return hash('sha256', content, 'buffer')
}

/** SHA-256 in lower-case hexadecimal over parts one behind the other: texts in UTF-8, and digests as they are given here. */
export function sha256OfParts(...parts: readonly (string | Uint8Array | { readonly digest: string })[]): string {
  const whole = createHash('sha256')
  for (const part of parts) {
    if (typeof part === 'string' || part instanceof Uint8Array) whole.update(part)
    else whole.update(digestBytes(part.digest))
  }
  return whole.digest('hex')
}

function digestBytes(digest: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new TypeError('a digest is 64 hexadecimal digits')
  return Buffer.from(digest, 'hex')
}

/** HMAC-SHA-256 (RFC 2104): 32 bytes. */
export function hmac(key: Uint8Array, text: string): Uint8Array {
  return createHmac('sha256', key).update(text).digest()
}
