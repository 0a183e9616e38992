import { ASSERTION_FIELD } from '@lawang/trust/http/coverage'
import type { OutgoingRequest } from '@lawang/trust/http/sign-request'
import type { AssertionFor } from './assertions.ts'

/** A request to a member, before it says from whom it is. */
export interface BareRequest {
  /** The member's name in the registry. */
  readonly member: string
  readonly method: 'POST' | 'GET'
  /** Host and port, as the Host field has them. */
  readonly authority: string
  readonly path: string
  readonly query: string
  /** Undefined where there is none. */
  readonly body: string | undefined
  /** The client's own Authorization header. */
  readonly authorization: string | undefined
  /** Fields that are sent with it in any case, by lower-case names. */
  readonly headers: Readonly<Record<string, string>>
}

export type Headers = Readonly<Record<string, string>>

/** Signs a request for the member that it names, and gives all fields to send. */
export type SignForMember = (request: OutgoingRequest) => Headers

/** What the gateway shows a member: the fields that say from whom a request is. */
export type Introduce = (request: BareRequest) => Headers | Promise<Headers>

/**
 * On a signed network a member gets an assertion for it alone of who asks, in a request that the gateway signs. The
 * client's token stays here: a member that had it could go to other members with it.
 */
export function signedIntroduction(sign: SignForMember, assertionFor: AssertionFor): Introduce {
  // each part by its name: to copy what is left of an object takes as long as to sign it
  const signed = (request: BareRequest, assertion: string | undefined): Headers => {
    const { method, authority, path, query, member, body, headers } = request
    const fields = assertion === undefined ? headers : { ...headers, [ASSERTION_FIELD]: assertion }
    return sign({ method, authority, path, query, to: member, body, headers: fields })
  }
  return (request) => {
    if (request.authorization === undefined) return signed(request, undefined)
    const assertion = assertionFor(request.member, request.authorization)
    if (typeof assertion === 'string') return signed(request, assertion)
    return assertion.then((text) => signed(request, text))
  }
}
