import type { TreeHead } from './heads.ts'
import type { ExtensionProof, ForkReason } from './judge-head.ts'

/** What members say to each other about their audit logs: `POST <member>/audit/heads` and `POST <member>/audit/known`. */

/** A head, by its own member, or by a witness that passes on what it was shown. */
export interface HeadShown {
  readonly head: TreeHead
  /** That it extends heads which the other has, or those that a witness was shown with it. */
  readonly proofs: readonly ExtensionProof[]
}

export type HeadAnswer =
  | { readonly kind: 'KEPT' }
  | { readonly kind: 'PROOF_NEEDED'; readonly bases: readonly TreeHead[] }
  | { readonly kind: 'FORKED'; readonly reason: ForkReason; readonly other: TreeHead }

/** What a witness has of the member that asks: the largest head of each of its lives, and what was heard since the last. */
export interface HeadsKnown {
  readonly heads: readonly TreeHead[]
}
