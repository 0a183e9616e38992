import { contentDigest, isDigestOf } from './content-digest.ts'
import { coverageBy, covers } from './coverage.ts'
import type { Signer } from './sign-request.ts'
import { signatureBase } from './signature-base.ts'
import { LABEL, readSignature, readSignatureInput, signatureParameters } from './signature-input.ts'
import type { VerifyOptions } from './verify-request.ts'
import { WINDOW_SECONDS } from './verify-request.ts'

const COVERED = coverageBy(['@status', 'content-digest'])

/** The fields that sign a response. It carries the request's nonce, so that it answers that request and no other. */
export function signResponse(
  status: number,
  body: string,
  signer: Signer,
  request: { readonly nonce: string; readonly created: number },
): Record<string, string> {
  const headers = { 'content-digest': contentDigest(body) }
  const parameters = signatureParameters(COVERED, { ...request, keyid: signer.keyid, alg: signer.alg })
  const base = signatureBase({ status, headers }, COVERED.components, parameters) ?? ''
  return {
    ...headers,
    'signature-input': `${LABEL}=${parameters}`,
    signature: `${LABEL}=:${signer.sign(base)}:`,
  }
}

/** Whether `from` has signed this response to the request with this nonce, just now. */
export function isSignedResponse(
  status: number,
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  expected: Pick<VerifyOptions, 'keyOf' | 'now'> & { readonly from: string; readonly nonce: string },
): boolean {
  const input = readSignatureInput(headers['signature-input'] ?? '')
  const signature = readSignature(headers.signature ?? '')
  if (!input || signature === undefined || input.nonce !== expected.nonce) return false
  if (!covers(input.coverage, COVERED)) return false
  if (Math.abs(expected.now() / 1000 - input.created) > WINDOW_SECONDS) return false
  const key = expected.keyOf(input.keyid, input.alg)
  if (key?.owner !== expected.from || !isDigestOf(headers['content-digest'] ?? '', body)) return false
  const base = signatureBase({ status, headers }, input.coverage.components, input.parameters)
  return base !== undefined && key.verify(base, signature)
}
