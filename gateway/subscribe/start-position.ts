import { type DocumentNode, getOperationAST, Kind, parse, visit } from 'graphql'
import type { OperationRequest } from '../execute/operation.ts'
import { Lru } from '../plan/lru.ts'

/** The arguments by which a feed is told where to begin; without them it begins now. */
const START_ARGUMENTS: readonly string[] = ['after', 'afterSequence']
const CURSOR_ARGUMENT = 'after'
const MAX_TOKENS = 10_000
const CACHED_DOCUMENTS = 1_000

/** A subscription taken apart into what it follows and where it begins. */
export interface StartPosition {
  /** The same operation from now on. */
  readonly live: OperationRequest
  /** Names where it begins; empty for "from now on". Equal for equal places only. */
  readonly start: string
  /** The cursor that it begins after, when nothing else says where. */
  readonly after: string | undefined
  /** The same operation begun after a cursor; absent when the document takes none from a variable. */
  readonly resume?: (cursor: string) => OperationRequest
}

/** Names of the variables that say nothing but where to begin. */
interface StartVariables {
  readonly all: readonly string[]
  readonly cursor: string | undefined
}

/** Reads the start positions of subscriptions that have been prepared; documents are looked at once. */
export function startReader(): (request: OperationRequest) => StartPosition | undefined {
  const known = new Lru<StartVariables | 'fixed'>(CACHED_DOCUMENTS)
  const variablesOf = (request: OperationRequest): StartVariables | 'fixed' => {
    const key = JSON.stringify([request.operationName, request.query])
    let found = known.get(key)
    if (!found) {
      found = findStartVariables(parse(request.query, { noLocation: true, maxTokens: MAX_TOKENS }), request) ?? 'fixed'
      known.set(key, found)
    }
    return found
  }
  return (request) => {
    const found = variablesOf(request)
    return found === 'fixed' ? undefined : takeApart(request, found)
  }
}

function takeApart(request: OperationRequest, { all, cursor }: StartVariables): StartPosition {
  const variables: Record<string, unknown> = { ...request.variables }
  const start: [string, unknown][] = []
  for (const name of all) {
    if (variables[name] != null) start.push([name, variables[name]])
    delete variables[name]
  }
  const [first] = start
  const after = start.length === 1 && first?.[0] === cursor && typeof first?.[1] === 'string' ? first[1] : undefined
  return {
    live: { ...request, variables },
    start: start.length === 0 ? '' : JSON.stringify(start),
    after,
    ...(cursor === undefined
      ? {}
      : { resume: (at: string) => ({ ...request, variables: { ...variables, [cursor]: at } }) }),
  }
}

/** Undefined when the document fixes its start, or when a variable of it is used for something else too. */
function findStartVariables(document: DocumentNode, { operationName }: OperationRequest): StartVariables | undefined {
  const operation = getOperationAST(document, operationName)
  const [field, ...others] = operation?.selectionSet.selections ?? []
  if (!operation || field?.kind !== Kind.FIELD || others.length > 0) return undefined
  const all: string[] = []
  let cursor: string | undefined
  for (const { name, value } of field.arguments ?? []) {
    if (!START_ARGUMENTS.includes(name.value) || value.kind === Kind.NULL) continue
    if (value.kind !== Kind.VARIABLE) return undefined
    all.push(value.name.value)
    if (name.value === CURSOR_ARGUMENT) cursor = value.name.value
  }
  const canBeLeftOut = (variable: string) =>
    usesOf(variable, document) === 1 &&
    operation.variableDefinitions?.some(
      (definition) =>
        definition.variable.name.value === variable &&
        definition.type.kind !== Kind.NON_NULL_TYPE &&
        !definition.defaultValue,
    )
  return all.every(canBeLeftOut) ? { all, cursor } : undefined
}

function usesOf(variable: string, document: DocumentNode): number {
  let uses = 0
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      if (name.value === variable) uses += 1
    },
  })
  return uses
}
