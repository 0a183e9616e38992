import { createCipheriv, createDecipheriv } from 'node:crypto'

/** Bytes of a data key and of a master key: AES-256. */
export const KEY_BYTES = 32
/** Bytes of a nonce, as NIST SP 800-38D recommends for GCM. */
export const NONCE_BYTES = 12
const TAG_BYTES = 16
const CIPHER = 'aes-256-gcm'

/**
 * Encrypts with AES-256-GCM: nonce, ciphertext and tag, one after the other. `context` is authenticated and not stored:
 * what was sealed for one complaint does not open for another. A nonce must never be used twice with one key.
 */
export function seal(plain: Uint8Array, key: Uint8Array, nonce: Uint8Array, context: string): Uint8Array {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(context, 'utf8'))
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
}

/** Opens what `seal` made. Throws when key or context is another one, or a bit was changed. */
export function unseal(sealed: Uint8Array, key: Uint8Array, context: string): Uint8Array {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('What is sealed here is too short to be whole.')
  const body = sealed.length - TAG_BYTES
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(context, 'utf8'))
  decipher.setAuthTag(sealed.subarray(body))
  return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, body)), decipher.final()]))
}
