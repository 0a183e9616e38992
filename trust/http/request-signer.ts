import { randomFillSync } from 'node:crypto'
import type { SigningKey } from '../keys/signing-key.ts'
import { type OutgoingRequest, type SignatureMoment, type Signer, signRequest } from './sign-request.ts'

/** Bytes of a nonce. */
const NONCE_BYTES = 16
/** Random bytes are fetched for so many nonces at once: to fetch them takes longer than all else that makes a nonce. */
const NONCES_AT_ONCE = 256

/** Signs with a server's own key. */
export function keySigner(key: SigningKey): Signer {
  return { keyid: key.id, alg: 'ed25519', sign: (text) => key.sign(Buffer.from(text)).toString('base64') }
}

/** Makes moments that no other signature has: the time by `now`, in milliseconds, and random bytes that are used once. */
export function freshMoments(now: () => number): () => SignatureMoment {
  const random = Buffer.alloc(NONCES_AT_ONCE * NONCE_BYTES)
  let used = random.length
  return () => {
    if (used === random.length) {
      randomFillSync(random)
      used = 0
    }
    const nonce = random.toString('base64url', used, used + NONCE_BYTES)
    used += NONCE_BYTES
    return { created: Math.floor(now() / 1000), nonce }
  }
}

/** Signs each request anew. */
export function requestSigner(key: SigningKey, now: () => number) {
  const signer = keySigner(key)
  const nextMoment = freshMoments(now)
  return (request: OutgoingRequest) => signRequest(request, signer, nextMoment())
}
