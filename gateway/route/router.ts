import type { Refusal } from '@lawang/schema/errors'
import type { RoutedArgument } from '../plan/root-operation.ts'

/** A server that answers GraphQL. */
export interface Endpoint {
  readonly name: string
  /** Its GraphQL endpoint. */
  readonly url: string
  /** The government that it serves, when it serves one only. */
  readonly region: string | undefined
  /** Where its subscriptions are streamed beside it. */
  readonly streams?: readonly string[]
}

/**
 * Where a value leads. `region` is the government that it names. `nowhere`: the place has no government of the
 * contract's tier, which is no error.
 */
export type Placement =
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint; readonly region: string | undefined }
  | { readonly kind: 'nowhere'; readonly code: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Says who answers: the seam between the executor and the members. */
export interface Router {
  /** How root fields are routed. */
  readonly routedArgument: RoutedArgument
  /** The key field that carries an entity type's jurisdiction; undefined where any endpoint of the contract answers. */
  routedKey(typeName: string): string | undefined
  /** Who answers for a routed argument's or key's value. */
  place(contract: string, value: unknown): Placement
  /** Who answers what has no jurisdiction: all answer alike, the first is the best choice. */
  anyOf(contract: string): readonly Endpoint[]
  /** Where the next subscription of an endpoint is streamed: it and its further processes take turns. */
  streamOf?(endpoint: Endpoint): string
}

/** A plain Federation 2 gateway's router: each subgraph has one endpoint, at the url that the supergraph gives. */
export function fixedRouter(subgraphs: ReadonlyMap<string, string>): Router {
  const endpoints = new Map(
    [...subgraphs].map(([name, url]): [string, Endpoint] => [name, { name, url, region: undefined }]),
  )
  const of = (contract: string): Endpoint => {
    const endpoint = endpoints.get(contract)
    if (!endpoint) throw new Error(`The supergraph has no subgraph ${contract}`)
    return endpoint
  }
  return {
    routedArgument: () => undefined,
    routedKey: () => undefined,
    place: (contract) => ({ kind: 'endpoint', endpoint: of(contract), region: undefined }),
    anyOf: (contract) => [of(contract)],
  }
}
