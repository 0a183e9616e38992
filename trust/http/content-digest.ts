import { hash } from 'node:crypto'

/** The value of a Content-Digest field (RFC 9530) by SHA-256, the one algorithm that is spoken here. */
export function contentDigest(body: Uint8Array | string): string {
  return `sha-256=:${hash('sha256', body, 'base64')}:`
}

/**
 * Whether a Content-Digest field is this body's. A field with other algorithms beside, or none, is not taken. Nothing here is
 * a secret that the time of the comparison could tell: whoever sends a body knows its digest.
 */
export function isDigestOf(field: string, body: Uint8Array | string): boolean {
  return field === contentDigest(body)
}
