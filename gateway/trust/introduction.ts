import { ASSERTION_FIELD } from '@lawang/trust/http/coverage'
import type { Agreement, AgreementState } from '@lawang/trust/session/agreement'
import type { SignerFor } from '@lawang/trust/session/session-signer'
import type { AssertionFor } from './assertions.ts'
import type { ShownAssertion } from './shown-assertion.ts'

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

/** All fields of a request, and what the member may hold of what they show. */
export interface Introduction {
  readonly fields: Headers
  /** Undefined where the request is signed with the gateway's own key. */
  readonly agreement: Agreement | undefined
  /** In which the request is sent. */
  readonly sentIn: AgreementState | undefined
  readonly assertion: ShownAssertion | undefined
}

/** What the gateway shows a member: the fields that say from whom a request is. */
export interface Introduce {
  /** Everything is shown: for what must not be sent twice, for sockets, and for what was refused because something was only named. */
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
  const signed = (request: BareRequest, assertion: ShownAssertion | undefined, mayName: boolean): Introduction => {
    const { method, authority, path, query, member, body, headers } = request
    const { agreement, sign } = signerFor(member)
    const shown = mayName ? assertion?.fieldBeside(agreement) : assertion?.text
    const fields = shown === undefined ? headers : { ...headers, [ASSERTION_FIELD]: shown }
    const sentIn = agreement?.state
    const isNamed = mayName && sentIn?.kind === 'HELD'
    return {
      fields: sign({ method, authority, path, query, to: member, body, headers: fields }, isNamed),
      ...{ agreement, sentIn, assertion },
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
