import type { Answer, Subgraph } from '@lawang/gateway/execute/plain-gateway.fixture'

/** One thing that Federation 2 lets subgraphs say, and what a gateway must make of it. */
export interface Phenomenon {
  readonly subgraphs: Readonly<Record<string, Subgraph>>
  /** By what the case shows. */
  readonly cases: Readonly<Record<string, Case>>
}

export interface Case {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly data: Answer['data']
  /** The errors' paths and codes, in any order; none when left out. */
  readonly errors?: readonly { readonly path: readonly (string | number)[]; readonly code: string }[]
  /** How many requests each subgraph gets; those that are not named may get any number. */
  readonly requests?: Readonly<Record<string, number>>
}

/** Rows by a key: how the subgraphs of the cases find things. */
export function byKey<Row extends Readonly<Record<string, unknown>>>(key: keyof Row & string, rows: readonly Row[]) {
  return (asked: Readonly<Record<string, unknown>>): Row | null =>
    rows.find((row) => String(row[key]) === String(asked[key])) ?? null
}
