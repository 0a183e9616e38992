import { createHash, timingSafeEqual } from 'node:crypto'

/** The value of a Content-Digest field (RFC 9530) by SHA-256, the one algorithm that is spoken here. */
export function contentDigest(body: Uint8Array | string): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
}

/** Whether a Content-Digest field is this body's. A field with other algorithms beside, or none, is not taken. */
export function isDigestOf(field: string, body: Uint8Array | string): boolean {
  const own = Buffer.from(contentDigest(body))
  const sent = Buffer.from(field)
  return own.length === sent.length && timingSafeEqual(own, sent)
}
