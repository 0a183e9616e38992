import { randomBytes } from 'node:crypto'
import type { SigningKey } from '../keys/signing-key.ts'
import { type OutgoingRequest, type SignatureMoment, type Signer, signRequest } from './sign-request.ts'

/** Bytes of a nonce. */
const NONCE_BYTES = 16

/** Signs with a server's own key. */
export function keySigner(key: SigningKey): Signer {
  return { keyid: key.id, alg: 'ed25519', sign: key.sign }
}

/** A moment that no other signature has: the time by `now`, in milliseconds, and fresh random bytes. */
export function freshMoment(now: () => number): SignatureMoment {
  return { created: Math.floor(now() / 1000), nonce: randomBytes(NONCE_BYTES).toString('base64url') }
}

/** Signs each request anew. */
export function requestSigner(key: SigningKey, now: () => number) {
  const signer = keySigner(key)
  return (request: OutgoingRequest) => signRequest(request, signer, freshMoment(now))
}
