/** A schema that has everything, and subgraphs that have it between them: whether they compose is not known yet. */
export interface GeneratedSupergraph {
  readonly whole: string
  readonly subgraphs: Readonly<Record<string, string>>
  /** What a field is computed from, by `E0.f1`: the selection of its @requires. */
  readonly required: ReadonlyMap<string, string>
  /** The types that a field may give, by `E0.f1`, for fields of a union. */
  readonly possible: ReadonlyMap<string, readonly string[]>
  /** The fields that an interface object gives to the types of its interface, by `E0.g0`. */
  readonly ofInterface: ReadonlySet<string>
}

/** A field that some subgraphs give. */
export interface GivenField {
  readonly name: string
  readonly type: string
  /** The composite type that it leads to; undefined for a leaf. */
  readonly to: string | undefined
  readonly argument: string
  readonly owners: readonly number[]
}

/** By the fields of keys: their types, and the selections of the keys. */
export const KEYS: Readonly<Record<string, string>> = { id: ': ID!', code: ': ID!', ref: ': Ref!' }
export const SELECTIONS: Readonly<Record<string, string>> = { id: 'id', code: 'code', ref: 'ref { id }' }
export const LEAVES = ['Int', 'String', 'String!', '[Int]']
export const WRAPPERS = ['*', '*', '*!', '[*]', '[*!]', '[*!]!', '[[*]]']
