import { contentDigest } from './content-digest.ts'
import { coverageOf, RECIPIENT_FIELD } from './coverage.ts'
import { type RequestParts, signatureBase } from './signature-base.ts'
import { LABEL, signatureParameters } from './signature-input.ts'

/** Signs as the owner of a key, or of a session that was agreed on with one. */
export interface Signer {
  readonly keyid: string
  readonly alg: 'ed25519' | 'hmac-sha256'
  /** In base64. */
  sign(text: string): string
}

export interface OutgoingRequest {
  readonly method: string
  readonly authority: string
  readonly path: string
  readonly query: string
  /** The server that it is meant for, by its name in the registry. */
  readonly to: string
  readonly body?: string | undefined
  /** Fields that are sent and covered, by lower-case names; `content-type` is there where there is a body. */
  readonly headers: Readonly<Record<string, string>>
}

/** What makes a signature unique: seconds since 1970, and 16 random bytes or more in base64url. */
export interface SignatureMoment {
  readonly created: number
  readonly nonce: string
}

/** All fields to send: those of the request, whom it is for, its digest and its signature (RFC 9421, RFC 9530). */
export function signRequest(
  request: OutgoingRequest,
  signer: Signer,
  { created, nonce }: SignatureMoment,
): Record<string, string> {
  const { method, authority, path, query, body } = request
  const headers: Record<string, string> = { ...request.headers, [RECIPIENT_FIELD]: request.to }
  if (body !== undefined) headers['content-digest'] = contentDigest(body)
  const coverage = coverageOf(headers, body !== undefined)
  const parameters = signatureParameters(coverage, { created, nonce, keyid: signer.keyid, alg: signer.alg })
  const parts: RequestParts = { method, authority, path, query, headers }
  const base = signatureBase(parts, coverage.components, parameters)
  if (base === undefined) throw new Error('a request is signed without a field that it has to cover')
  headers['signature-input'] = `${LABEL}=${parameters}`
  headers.signature = `${LABEL}=:${signer.sign(base)}:`
  return headers
}
