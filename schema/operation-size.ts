import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'
import { REFUSALS, type RefusalCode } from './errors.ts'

/** How large an operation may be. Fields and aliases are counted with fragments expanded. */
export interface SizeLimits {
  readonly maxTokens: number
  /** Levels of fields; a list or object value inside an argument counts likewise. */
  readonly maxDepth: number
  readonly maxFields: number
  readonly maxAliases: number
  readonly maxRootFields: number
  /**
   * Fields with selections that fall together at one place of the answer: validation compares each of them with every
   * other, down to the leaves.
   */
  readonly maxRepeats: number
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

interface Size {
  depth: number
  fields: number
  aliases: number
  rootFields: number
  /** Whether a fragment is spread within itself. */
  cyclic: boolean
}

/**
 * The refusal that a parsed document deserves, undefined when it is small enough. Works on documents that are not
 * valid yet: unknown fragments count nothing, and a cycle is refused as validation would.
 */
export function refuseOversized(document: DocumentNode, limits: SizeLimits): GraphQLError | undefined {
  const fragments = fragmentsOf(document)
  const measure = createMeasure(fragments)
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    const size = measure(definition.selectionSet)
    if (size.depth > limits.maxDepth) return refusal('QUERY_TOO_DEEP', { maxDepth: limits.maxDepth })
    if (size.rootFields > limits.maxRootFields)
      return refusal('QUERY_TOO_LARGE', { maxRootFields: limits.maxRootFields })
    if (size.aliases > limits.maxAliases) return refusal('QUERY_TOO_LARGE', { maxAliases: limits.maxAliases })
    if (size.fields > limits.maxFields) return refusal('QUERY_TOO_LARGE', { maxFields: limits.maxFields })
    if (size.cyclic) return cycle()
    if (mostRepeated([definition.selectionSet], fragments) > limits.maxRepeats) {
      return refusal('QUERY_TOO_LARGE', { maxRepeats: limits.maxRepeats })
    }
  }
  return undefined
}

/** graphql-js reports its token limit as a syntax error; clients get the code of a size limit. */
export function isTokenLimit(error: GraphQLError): boolean {
  return /^Syntax Error: Document contains more tha[nt] \d+ tokens/.test(error.message)
}

/** The refusal of a document with more tokens than `maxTokens`. */
export function tooManyTokens(maxTokens: number): GraphQLError {
  return refusal('QUERY_TOO_LARGE', { maxTokens })
}

function refusal(code: RefusalCode, facts: Readonly<Record<string, number>>): GraphQLError {
  return new GraphQLError(REFUSALS[code], { extensions: { code, ...facts } })
}

function cycle(): GraphQLError {
  const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' }
  return new GraphQLError('A fragment is spread within itself.', { extensions })
}

function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  return fragments
}

function createMeasure(fragments: Fragments): (selectionSet: SelectionSetNode) => Size {
  const sizes = new Map<string, Size>()

  function ofFragment(name: string): Size {
    const known = sizes.get(name)
    if (known) return known
    const fragment = fragments.get(name)
    sizes.set(name, { ...emptySize(), cyclic: true })
    const size = fragment ? ofSelections(fragment.selectionSet) : emptySize()
    sizes.set(name, size)
    return size
  }

  function ofSelections(selectionSet: SelectionSetNode): Size {
    const total = emptySize()
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        const inner = selection.selectionSet ? ofSelections(selection.selectionSet) : emptySize()
        const values = Math.max(0, ...(selection.arguments ?? []).map((argument) => depthOfValue(argument.value)))
        total.depth = Math.max(total.depth, 1 + inner.depth, values)
        total.fields += 1 + inner.fields
        total.aliases += (selection.alias ? 1 : 0) + inner.aliases
        total.rootFields += 1
        total.cyclic ||= inner.cyclic
      } else {
        const inner =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(selection.name.value)
            : ofSelections(selection.selectionSet)
        total.depth = Math.max(total.depth, inner.depth)
        total.fields += inner.fields
        total.aliases += inner.aliases
        total.rootFields += inner.rootFields
        total.cyclic ||= inner.cyclic
      }
    }
    return total
  }

  return ofSelections
}

function emptySize(): Size {
  return { depth: 0, fields: 0, aliases: 0, rootFields: 0, cyclic: false }
}

/** The largest number of fields with selections that have one path of response names. No fragment is cyclic. */
function mostRepeated(selectionSets: readonly SelectionSetNode[], fragments: Fragments): number {
  const inner = new Map<string, SelectionSetNode[]>()
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        if (!selection.selectionSet) continue
        const name = (selection.alias ?? selection.name).value
        const known = inner.get(name)
        if (known) known.push(selection.selectionSet)
        else inner.set(name, [selection.selectionSet])
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
        if (fragment) collect(fragment.selectionSet)
      }
    }
  }
  selectionSets.forEach(collect)
  let most = 0
  for (const sets of inner.values()) most = Math.max(most, sets.length, mostRepeated(sets, fragments))
  return most
}

function depthOfValue(value: ValueNode): number {
  switch (value.kind) {
    case Kind.LIST:
      return 1 + Math.max(0, ...value.values.map(depthOfValue))
    case Kind.OBJECT:
      return 1 + Math.max(0, ...value.fields.map((field) => depthOfValue(field.value)))
    default:
      return 0
  }
}
