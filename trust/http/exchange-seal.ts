import type { SigningKey } from '../keys/signing-key.ts'
import type { KnownKeys } from '../registry/known-keys.ts'
import { freshMoments, keySigner } from './request-signer.ts'
import { signRequest } from './sign-request.ts'
import { splitTarget } from './signature-base.ts'
import { isSignedResponse } from './signed-response.ts'
import { keyOfServer } from './verify-request.ts'

/** A request of a member to another server with its signature, and what tells that server's answer to it. */
export interface SealedRequest {
  readonly headers: Readonly<Record<string, string>>
  /** Whether that server has signed this answer to this request. */
  isAnsweredBy(status: number, headers: Readonly<Record<string, string>>, body: Uint8Array): boolean
}

/** Signs requests to a server. `body` is undefined for a GET; `headers` are sent and covered where they prove something. */
export type SealForServer = (
  url: string,
  body: string | undefined,
  headers: Readonly<Record<string, string>>,
) => SealedRequest

/** Signs as this member, and takes only what the registry's hub has signed. */
export function hubSeal(key: SigningKey, keys: () => KnownKeys, now: () => number): SealForServer {
  return serverSeal(key, keys, now, () => keys().hub ?? '')
}

/** Signs as this member for the server that `nameOf` names, and takes only what that one has signed. */
export function serverSeal(
  key: SigningKey,
  keys: () => KnownKeys,
  now: () => number,
  nameOf: () => string,
): SealForServer {
  const signer = keySigner(key)
  const nextMoment = freshMoments(now)
  const keyOf = (keyid: string) => {
    const known = keys().servers.get(keyid)
    return known && keyOfServer(known)
  }
  return (url, body, headers) => {
    const { host, pathname, search } = new URL(url)
    const moment = nextMoment()
    const to = nameOf()
    const method = body === undefined ? 'GET' : 'POST'
    const target = { method, authority: host, ...splitTarget(pathname + search), to }
    return {
      headers: signRequest({ ...target, headers, ...(body === undefined ? {} : { body }) }, signer, moment),
      isAnsweredBy: (status, answered, bytes) =>
        isSignedResponse(status, answered, bytes, { from: to, nonce: moment.nonce, keyOf, now }),
    }
  }
}
