import { hideValues } from '@lawang/schema/hide-values'
import {
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import { compilePlan } from './compile-plan.ts'
import type { ExecutablePlan } from './executable.ts'
import { isTokenLimit, type Limits, refuseOversized, tooManyTokens } from './limits.ts'
import { Lru } from './lru.ts'
import { createNames, type Names } from './names.ts'
import { type Fragments, introspectionText, plannerText } from './planner-document.ts'
import { compileProjection, type Projection } from './projection.ts'
import type { RoutedArgument } from './root-operation.ts'
import type { Supergraph } from './supergraph.ts'

/** An operation that is valid and planned, for any variables. */
export interface PlannedOperation {
  readonly operation: OperationDefinitionNode
  readonly plan: ExecutablePlan
  readonly projection: Projection
  readonly names: Names
  /** The root's introspection as an operation of its own. */
  readonly introspection: DocumentNode | undefined
}

export type Preparation =
  | { readonly kind: 'planned'; readonly planned: PlannedOperation }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }

/** Plans by query text and operation name; equal requests share one plan. Rejects only on a fault of the planner. */
export type Prepare = (query: string, operationName: string | undefined) => Promise<Preparation>

export interface PrepareOptions {
  readonly limits: Limits
  /** How many plans are kept. */
  readonly cacheSize: number
}

/** Longer texts are planned anew each time: a few of them would fill the cache's memory. */
const MAX_CACHED_TEXT = 32_768
const MAX_VALIDATION_ERRORS = 20

/** `routed` says which root fields carry a jurisdiction: none in a gateway without members. */
export function createPrepare(supergraph: Supergraph, routed: RoutedArgument, options: PrepareOptions): Prepare {
  const cache = new Lru<Promise<Preparation>>(options.cacheSize)
  return (query, operationName) => {
    // Written so that no other name and text run together to the same key: a refusal would be kept for both.
    const key = `${JSON.stringify(operationName ?? null)} ${query}`
    const known = cache.get(key)
    if (known) return known
    const preparation = prepare(supergraph, routed, options.limits, query, operationName)
    if (query.length <= MAX_CACHED_TEXT) {
      cache.set(key, preparation)
      preparation.catch(() => cache.delete(key, preparation))
    }
    return preparation
  }
}

async function prepare(
  supergraph: Supergraph,
  routed: RoutedArgument,
  limits: Limits,
  query: string,
  operationName: string | undefined,
): Promise<Preparation> {
  const document = parseLimited(query, limits)
  if (document instanceof GraphQLError) return { kind: 'refused', errors: [document] }
  const oversized = refuseOversized(document, limits)
  if (oversized) return { kind: 'refused', errors: [oversized] }
  const invalid = validate(supergraph.publicSchema, document, undefined, { maxErrors: MAX_VALIDATION_ERRORS })
  if (invalid.length > 0) {
    return { kind: 'refused', errors: invalid.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) }
  }
  const operation = getOperationAST(document, operationName)
  if (!operation) return { kind: 'refused', errors: [unresolvedOperation(operationName)] }
  return { kind: 'planned', planned: await plan(supergraph, routed, document, operation) }
}

function parseLimited(query: string, limits: Limits): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: limits.maxTokens })
  } catch (error) {
    if (!(error instanceof GraphQLError)) return withCode(new GraphQLError('Syntax Error'), 'GRAPHQL_PARSE_FAILED')
    return isTokenLimit(error) ? tooManyTokens(limits.maxTokens) : withCode(error, 'GRAPHQL_PARSE_FAILED')
  }
}

async function plan(
  supergraph: Supergraph,
  routed: RoutedArgument,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Promise<PlannedOperation> {
  const fragments: Fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  )
  const names = createNames(supergraph.fieldNames)
  const text = plannerText(operation, fragments, names)
  const planned = text === undefined ? undefined : await supergraph.planner(text)
  const introspection = introspectionText(operation, fragments)
  return {
    operation,
    plan: compilePlan(planned?.node, routed),
    projection: compileProjection(supergraph.publicSchema, operation, fragments, names),
    names,
    introspection: introspection === undefined ? undefined : parse(introspection),
  }
}

function unresolvedOperation(operationName: string | undefined): GraphQLError {
  const message =
    operationName === undefined
      ? 'Must provide operation name if query contains multiple operations.'
      : `Unknown operation named "${operationName}".`
  return withCode(new GraphQLError(message), 'OPERATION_RESOLUTION_FAILURE')
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, path, originalError } = error
  return new GraphQLError(hideValues(message), {
    ...{ nodes, source, positions, path, originalError },
    extensions: { code },
  })
}
