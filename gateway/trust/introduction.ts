import { ASSERTION_FIELD } from '@lawang/trust/http/coverage'
import type { Carried, Credential } from '@lawang/trust/session/credential'
import type { SignerFor } from '@lawang/trust/session/session-signer'
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

/** All fields of a request, and how they carry what the member may hold. */
export interface Introduction {
  readonly fields: Headers
  readonly agreement: Carried | undefined
  readonly assertion: Carried | undefined
}

/** What the gateway shows a member: the fields that say from whom a request is. */
export interface Introduce {
  /** Everything is shown, for what must not be sent twice. */
  inFull(request: BareRequest): Introduction | Promise<Introduction>
  /** What the member is known to hold is named only: it may refuse that, and is asked once more then. */
  inBrief(request: BareRequest): Introduction | Promise<Introduction>
}

/**
 * On a signed network a member gets an assertion for it alone of who asks, in a request that the gateway signs. The
 * client's token stays here: a member that had it could go to other members with it.
 */
export function signedIntroduction(signerFor: SignerFor, assertionFor: AssertionFor): Introduce {
  // each part by its name: to copy what is left of an object takes as long as to sign it
  const signed = (request: BareRequest, assertion: Credential | undefined, mayName: boolean): Introduction => {
    const { method, authority, path, query, member, body, headers } = request
    const { agreement, sign } = signerFor(member)
    const isNamed = mayName && agreement?.isHeld === true
    // Who is shown the agreement is shown everything: it has started anew, or does not take names at all.
    const isAssertionNamed = isNamed && assertion?.isHeld === true
    const shown = isAssertionNamed ? assertion.name : assertion?.text
    const fields = shown === undefined ? headers : { ...headers, [ASSERTION_FIELD]: shown }
    return {
      fields: sign({ method, authority, path, query, to: member, body, headers: fields }, isNamed),
      agreement: agreement?.carried(isNamed),
      assertion: assertion?.carried(isAssertionNamed),
    }
  }
  const introduce = (request: BareRequest, mayName: boolean): Introduction | Promise<Introduction> => {
    if (request.authorization === undefined) return signed(request, undefined, mayName)
    const assertion = assertionFor(request.member, request.authorization)
    if (!(assertion instanceof Promise)) return signed(request, assertion, mayName)
    return assertion.then((made) => signed(request, made, mayName))
  }
  return {
    inFull: (request) => introduce(request, false),
    inBrief: (request) => introduce(request, true),
  }
}
