import { hideValues } from '@lawang/schema/hide-values'
import { isTokenLimit, refuseOversized, tooManyTokens } from '@lawang/schema/operation-size'
import {
  type DocumentNode,
  type ExecutableDefinitionNode,
  GraphQLError,
  getOperationAST,
  Kind,
  MaxIntrospectionDepthRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { compileCost, refuseCostly } from '../limits/cost.ts'
import { compilePlan } from './compile-plan.ts'
import type { ExecutablePlan } from './executable.ts'
import { askHiddenMembers } from './hidden-members.ts'
import type { Limits } from './limits.ts'
import { Lru } from './lru.ts'
import { createNames, type Names } from './names.ts'
import { type Fragments, introspectionText, plannerText } from './planner-document.ts'
import { compileProjection, type Projection } from './projection.ts'
import type { RoutedArgument } from './root-operation.ts'
import type { Supergraph } from './supergraph.ts'
import { type CoerceVariables, compileVariables } from './variables.ts'

/** An operation that is valid and planned, for any variables. */
export interface PlannedOperation {
  readonly operation: OperationDefinitionNode
  readonly plan: ExecutablePlan
  readonly coerceVariables: CoerceVariables
  readonly projection: Projection
  readonly names: Names
  /** The root's introspection as an operation of its own. */
  readonly introspection: DocumentNode | undefined
  /** Whether one fetch brings the whole answer, so that a member's bytes may be the client's. */
  readonly isOneFetch: boolean
  /** The refusal of what may bring too much with these variables. */
  readonly refuseCostly: (variables: Readonly<Record<string, unknown>>) => GraphQLError | undefined
}

export type Preparation =
  | { readonly kind: 'planned'; readonly planned: PlannedOperation }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }

/** Plans by query text and operation name; equal requests share one plan. */
export interface Prepare {
  /** Rejects only on a fault of the planner. */
  plan(query: string, operationName: string | undefined): Promise<Preparation>
  /** The plan that is at hand; undefined for a request that was not planned yet, was refused, or is forgotten. */
  recall(query: string, operationName: string | undefined): PlannedOperation | undefined
}

export interface PrepareOptions {
  readonly limits: Limits
  /** How many plans are kept. */
  readonly cacheSize: number
}

/** Longer texts are planned anew each time: a few of them would fill the cache's memory. */
const MAX_CACHED_TEXT = 32_768
const MAX_VALIDATION_ERRORS = 20
/** Lists of the schema within one another multiply, and cost no member anything: nobody else would stop them. */
const RULES = [...specifiedRules, MaxIntrospectionDepthRule]

/** `routed` says which root fields carry a jurisdiction: none in a gateway without members. */
export function createPrepare(supergraph: Supergraph, routed: RoutedArgument, options: PrepareOptions): Prepare {
  const cache = new Lru<CachedPreparation>(options.cacheSize)
  return {
    plan(query, operationName) {
      const key = keyOf(query, operationName)
      const known = cache.get(key)
      if (known) return known.preparation
      const cached = cachedPreparation(prepare(supergraph, routed, options.limits, query, operationName))
      if (query.length <= MAX_CACHED_TEXT) {
        cache.set(key, cached)
        cached.preparation.catch(() => cache.delete(key, cached))
      }
      return cached.preparation
    },
    recall: (query, operationName) => cache.get(keyOf(query, operationName))?.planned,
  }
}

interface CachedPreparation {
  readonly preparation: Promise<Preparation>
  /** Set when the preparation has ended with a plan. */
  planned: PlannedOperation | undefined
}

function cachedPreparation(preparation: Promise<Preparation>): CachedPreparation {
  const cached: CachedPreparation = {
    planned: undefined,
    preparation: preparation.then((done) => {
      if (done.kind === 'planned') cached.planned = done.planned
      return done
    }),
  }
  return cached
}

/** The length keeps a name and a text from standing for another name and another text. */
function keyOf(query: string, operationName: string | undefined): string {
  return operationName === undefined ? `-${query}` : `${operationName.length} ${operationName}${query}`
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
  const invalid = validate(supergraph.publicSchema, document, RULES, { maxErrors: MAX_VALIDATION_ERRORS })
  if (invalid.length > 0) {
    return { kind: 'refused', errors: invalid.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) }
  }
  const operation = getOperationAST(document, operationName)
  if (!operation) return { kind: 'refused', errors: [unresolvedOperation(operationName)] }
  return { kind: 'planned', planned: await plan(supergraph, routed, limits, document, operation) }
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
  limits: Limits,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Promise<PlannedOperation> {
  const fragments: Fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  )
  const names = createNames(supergraph.fieldNames, supergraph.requiredArguments)
  const asked = <Node extends ExecutableDefinitionNode>(node: Node) =>
    askHiddenMembers(node, supergraph.publicSchema, supergraph.partlyHidden)
  const askedFragments = new Map([...fragments].map(([name, fragment]) => [name, asked(fragment)]))
  const text = plannerText(asked(operation), askedFragments, names)
  const planned = text === undefined ? undefined : await supergraph.planner.plan(text)
  const introspection = introspectionText(operation, fragments)
  const cost = compileCost(supergraph.publicSchema, operation, fragments)
  const executable = compilePlan(planned?.node, routed)
  return {
    operation,
    plan: executable,
    coerceVariables: compileVariables(supergraph.publicSchema, operation.variableDefinitions ?? []),
    projection: compileProjection(supergraph, operation, fragments, names),
    names,
    introspection: introspection === undefined ? undefined : parse(introspection),
    isOneFetch: introspection === undefined && executable.node?.kind === 'root',
    refuseCostly: (variables) => refuseCostly(cost(variables), limits.maxCost),
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
