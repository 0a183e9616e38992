import { createHmac, hash } from 'node:crypto'

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

/** HMAC-SHA-256 (RFC 2104): 32 bytes. */
export function hmac(key: Uint8Array, text: string): Uint8Array {
  return createHmac('sha256', key).update(text).digest()
}
