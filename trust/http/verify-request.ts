import type { ServerKey } from '../registry/known-keys.ts'
import { isDigestOf } from './content-digest.ts'
import { coverageOf, covers, RECIPIENT_FIELD, SESSION_FIELD } from './coverage.ts'
import type { Nonces } from './nonces.ts'
import { type RequestParts, signatureBase } from './signature-base.ts'
import { readSignature, readSignatureInput } from './signature-input.ts'

/** Seconds by which two clocks may differ, and a request may be under way. */
export const WINDOW_SECONDS = 30

/** Why a signature is not taken. The words are stable: they go to the log and to whoever sent it. */
export type SignatureFault =
  | 'UNSIGNED'
  | 'MALFORMED'
  | 'UNCOVERED'
  | 'OTHER_RECIPIENT'
  | 'STALE'
  | 'UNKNOWN_KEY'
  | 'UNKNOWN_SESSION'
  | 'ALTERED_BODY'
  | 'FORGED'
  | 'REPLAYED'

/** Whose key it is, and how a signature of it is checked. */
export interface KnownKey {
  /** The name of a server in the registry. */
  readonly owner: string
  readonly kind: 'MEMBER' | 'GATEWAY'
  /** The signature in base64. */
  verify(text: string, signature: string): boolean
}

/** The key of a server in the registry. */
export function keyOfServer({ owner, kind, key }: ServerKey): KnownKey {
  return { owner, kind, verify: (text, signature) => key.verify(Buffer.from(text), Buffer.from(signature, 'base64')) }
}

export interface VerifyOptions {
  /** This server's name: requests for others are refused. */
  readonly name: string
  /** Finds a key for an algorithm: a key is never used with another than its own. */
  readonly keyOf: (keyid: string, alg: 'ed25519' | 'hmac-sha256') => KnownKey | undefined
  readonly nonces: Nonces
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export type Verified =
  | { readonly kind: 'SIGNED'; readonly by: Pick<KnownKey, 'owner' | 'kind'>; readonly nonce: string }
  | { readonly kind: 'REFUSED'; readonly fault: SignatureFault }

const refused = (fault: SignatureFault): Verified => ({ kind: 'REFUSED', fault })

/** Whoever names a session that is not known here can show its agreement, and try once more. */
function faultOfKey(alg: 'ed25519' | 'hmac-sha256', headers: RequestParts['headers']): SignatureFault {
  return alg === 'hmac-sha256' && headers[SESSION_FIELD] === undefined ? 'UNKNOWN_SESSION' : 'UNKNOWN_KEY'
}

/**
 * Checks the signature of a request with its body as it came (undefined where it has none). What is cheap is checked
 * first; a nonce counts as used only when the signature is good, so that nobody else can use up another's.
 */
export function verifyRequest(
  request: RequestParts,
  body: Uint8Array | undefined,
  { name, keyOf, nonces, now }: VerifyOptions,
): Verified {
  const { headers } = request
  const { 'signature-input': inputField, signature: signatureField } = headers
  if (inputField === undefined && signatureField === undefined) return refused('UNSIGNED')
  if (typeof inputField !== 'string' || typeof signatureField !== 'string') return refused('MALFORMED')
  const input = readSignatureInput(inputField)
  const signature = readSignature(signatureField)
  if (!input || signature === undefined) return refused('MALFORMED')
  if (!covers(input.coverage, coverageOf(headers, body !== undefined))) return refused('UNCOVERED')
  if (headers[RECIPIENT_FIELD] !== name) return refused('OTHER_RECIPIENT')
  const seconds = now() / 1000
  if (Math.abs(seconds - input.created) > WINDOW_SECONDS) return refused('STALE')
  const key = keyOf(input.keyid, input.alg)
  if (!key) return refused(faultOfKey(input.alg, headers))
  const digest = headers['content-digest']
  if (body && !(typeof digest === 'string' && isDigestOf(digest, body))) return refused('ALTERED_BODY')
  const base = signatureBase(request, input.coverage.components, input.parameters)
  if (base === undefined || !key.verify(base, signature)) return refused('FORGED')
  if (!nonces.take(`${input.keyid} ${input.nonce}`, input.created, seconds)) return refused('REPLAYED')
  return { kind: 'SIGNED', by: { owner: key.owner, kind: key.kind }, nonce: input.nonce }
}
