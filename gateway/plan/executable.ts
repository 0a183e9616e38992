import type { RootOperation } from './root-operation.ts'

/** A plan as the executor runs it: the planner's nodes, with everything worked out that does not depend on a request. */
export type ExecutableNode =
  | { readonly kind: 'sequence'; readonly nodes: readonly ExecutableNode[] }
  | { readonly kind: 'parallel'; readonly nodes: readonly ExecutableNode[] }
  | {
      readonly kind: 'condition'
      /** A boolean variable of the operation. */
      readonly variable: string
      readonly whenTrue: ExecutableNode | undefined
      readonly whenFalse: ExecutableNode | undefined
    }
  | RootFetch
  | EntityFetch

/** Root fields of one contract, asked in one operation of a member or, split by jurisdiction, of several. */
export interface RootFetch {
  readonly kind: 'root'
  readonly contract: string
  readonly operation: RootOperation
  readonly outputRewrites: readonly Rewrite[]
}

/** Entities of one contract, asked by their keys: `parts` are the `_entities` fields of one operation. */
export interface EntityFetch {
  readonly kind: 'entities'
  readonly contract: string
  readonly text: string
  /** `text` as a JSON string: request bodies are put together of it. */
  readonly textJson: string
  readonly variables: readonly string[]
  readonly parts: readonly EntityPart[]
}

export interface EntityPart {
  /** The response key of its `_entities` field. */
  readonly alias: string
  /** The variable that carries its representations. */
  readonly variable: string
  /** Where its entities stand in the data that is already there. */
  readonly paths: readonly (readonly PathStep[])[]
  readonly requires: readonly Requirement[]
  readonly inputRewrites: readonly Rewrite[]
  readonly outputRewrites: readonly Rewrite[]
}

export type PathStep =
  | { readonly kind: 'field'; readonly key: string }
  | { readonly kind: 'list' }
  | { readonly kind: 'type'; readonly conditions: readonly string[] }

/** What a representation takes from an entity: `source` is the key in the data, `key` the one that is sent. */
export type Requirement =
  | { readonly kind: 'field'; readonly source: string; readonly key: string; readonly inner: readonly Requirement[] }
  | { readonly kind: 'type'; readonly condition: string; readonly inner: readonly Requirement[] }

/** `set` writes a value under the last key of the path, `rename` gives that key another name. */
export interface Rewrite {
  readonly kind: 'set' | 'rename'
  readonly path: readonly RewriteStep[]
  readonly to: string
}

export type RewriteStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'type'; readonly conditions: readonly string[] }

/** A planned operation: for a subscription `subscription` is what one member streams and `node` what each event needs. */
export interface ExecutablePlan {
  readonly subscription: RootFetch | undefined
  readonly node: ExecutableNode | undefined
}
