import type { IncomingMessage } from 'node:http'
import { Refusal } from '@lawang/schema/errors'
import { createNonces } from '@lawang/trust/http/nonces'
import { keySigner } from '@lawang/trust/http/request-signer'
import { splitTarget } from '@lawang/trust/http/signature-base'
import { signResponse } from '@lawang/trust/http/signed-response'
import { keyOfServer, verifyRequest, WINDOW_SECONDS } from '@lawang/trust/http/verify-request'
import type { FollowedRegistry } from '@lawang/trust/registry/followed-registry'
import { peerTls } from '@lawang/trust/tls/peer'
import { pinnedLines } from '@lawang/trust/tls/server-line'
import type { MemberConfig } from '../config.ts'
import type { Actor } from '../domain/model.ts'

/** A member that has signed its request, and what signs the answer to it. */
export type SignedMember = Extract<Actor, { kind: 'member' }> & {
  sign(body: string): Readonly<Record<string, string>>
}

/** Lets members in by their signatures. */
export interface Doorkeeper {
  /** The member that has signed a request; `body` as it came. Throws `Refusal`. */
  callerOf(request: IncomingMessage, body: Buffer | undefined): SignedMember
}

/** Undefined on a network that is not signed. */
export function openDoorkeeper(
  { name, trust: { key, tls } }: Pick<MemberConfig, 'name' | 'trust'>,
  network: FollowedRegistry,
  now: () => number = () => Date.now(),
): Doorkeeper | undefined {
  if (!key || network.registry().sequence === 0) return undefined
  const nonces = createNonces(WINDOW_SECONDS)
  const signer = keySigner(key)
  const peer = peerTls(tls, network)
  const lineFault = peer && pinnedLines(peer)
  const keyOf = (keyid: string, alg: string) => {
    const known = alg === 'ed25519' ? network.keys().servers.get(keyid) : undefined
    return known && keyOfServer(known)
  }
  return {
    callerOf({ method = '', url = '', headers, socket }, body) {
      const parts = { method, authority: headers.host ?? '', ...splitTarget(url), headers }
      const verified = verifyRequest(parts, body, { name, keyOf, nonces, now })
      if (verified.kind === 'REFUSED') throw new Refusal('UNTRUSTED_REQUEST', undefined, { reason: verified.fault })
      const { by, nonce } = verified
      const fault = lineFault?.(socket, by.owner)
      if (fault) throw new Refusal('UNTRUSTED_REQUEST', undefined, { reason: fault })
      if (by.kind !== 'MEMBER') throw new Refusal('FORBIDDEN', 'This is for members.')
      const sign = (answer: string) => signResponse(200, answer, signer, { nonce, created: Math.floor(now() / 1000) })
      return { kind: 'member', member: by.owner, sign }
    },
  }
}
