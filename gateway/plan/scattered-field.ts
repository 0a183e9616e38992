import {
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromASTUntyped,
} from 'graphql'
import type { Variables } from './projection.ts'

/**
 * A root field whose list is made of many governments' lists (`@routed(by:, merge:)`): how it is asked of one member, and
 * where in the member's answer the parts of its page stand.
 */
export interface ScatteredField {
  /** The argument with the governments' codes. */
  readonly by: string
  /** How many fields of a node give its place in the order. */
  readonly orderedBy: number
  /** An argument of the field as the client sent it. */
  argument(name: string, variables: Variables): unknown
  readonly connection: ConnectionKeys
}

/** The keys under which a member answers the parts of a connection. */
export interface ConnectionKeys {
  /** Of each `edges`: those of its `cursor`s. */
  readonly edges: ReadonlyMap<string, ReadonlySet<string>>
  /** Of each `pageInfo`: its fields' names by their keys. */
  readonly pageInfos: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly totals: ReadonlySet<string>
}

/** Variables and keys of the gateway's own: a client's never begin with an underscore. */
export const REGIONS = '_regions'
export const FIRST = '_first'
export const AFTER = '_after'
export const ROWS = '_rows'
export const PAGE = '_page'
export const CURSOR = '_cursor'
export const placeKey = (index: number) => `_place_${index}`

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

/** Reads a field's occurrences, which have equal arguments. */
export function readScattered(
  occurrences: readonly FieldNode[],
  by: string,
  order: readonly string[],
  fragments: Fragments,
): ScatteredField {
  const values = new Map((occurrences[0]?.arguments ?? []).map(({ name, value }) => [name.value, value]))
  const connection = { edges: new Map(), pageInfos: new Map(), totals: new Set<string>() }
  for (const { selectionSet } of occurrences) readConnection(selectionSet, fragments, connection)
  return {
    by,
    orderedBy: order.length,
    argument(name, variables) {
      const value = values.get(name)
      return value && valueFromASTUntyped(value, { ...variables })
    },
    connection,
  }
}

interface GrowingKeys {
  readonly edges: Map<string, Set<string>>
  readonly pageInfos: Map<string, Map<string, string>>
  readonly totals: Set<string>
}

function readConnection(selectionSet: SelectionSetNode | undefined, fragments: Fragments, into: GrowingKeys): void {
  for (const field of fieldsOf(selectionSet, fragments)) {
    const key = keyOf(field)
    if (field.name.value === 'totalCount') into.totals.add(key)
    if (field.name.value === 'edges') {
      const cursors = into.edges.get(key) ?? new Set()
      into.edges.set(key, cursors)
      for (const inner of fieldsOf(field.selectionSet, fragments)) {
        if (inner.name.value === 'cursor') cursors.add(keyOf(inner))
      }
    }
    if (field.name.value === 'pageInfo') {
      const names = into.pageInfos.get(key) ?? new Map()
      into.pageInfos.set(key, names)
      for (const inner of fieldsOf(field.selectionSet, fragments)) names.set(keyOf(inner), inner.name.value)
    }
  }
}

function keyOf(field: FieldNode): string {
  return field.alias?.value ?? field.name.value
}

function fieldsOf(selectionSet: SelectionSetNode | undefined, fragments: Fragments): readonly FieldNode[] {
  return (selectionSet?.selections ?? []).flatMap((selection): readonly FieldNode[] => {
    if (selection.kind === Kind.FIELD) return [selection]
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
    return fieldsOf(fragment?.selectionSet, fragments)
  })
}

/** The field as one member is asked it: for its governments, from its place on, with what the merge has to know. */
export function scatteredNode(field: FieldNode, by: string, order: readonly string[]): FieldNode {
  const own = new Map([
    [by, REGIONS],
    ['first', FIRST],
    ['after', AFTER],
  ])
  const others = (field.arguments ?? []).filter(({ name }) => !own.has(name.value))
  const nodeSelections = order.map((name, index) => select(name, placeKey(index)))
  const hidden = [
    select('edges', ROWS, [select('cursor', CURSOR), select('node', 'node', nodeSelections)]),
    select('pageInfo', PAGE, [select('hasNextPage')]),
  ]
  return {
    ...field,
    arguments: [...others, ...[...own].map(([name, variable]) => passed(name, variable))],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...(field.selectionSet?.selections ?? []), ...hidden] },
  }
}

function passed(name: string, variable: string): ArgumentNode {
  const value: ValueNode = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } }
  return { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value }
}

function select(name: string, alias = name, selections: readonly SelectionNode[] = []): FieldNode {
  return {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: name },
    ...(alias !== name && { alias: { kind: Kind.NAME, value: alias } }),
    ...(selections.length > 0 && { selectionSet: { kind: Kind.SELECTION_SET, selections } }),
  }
}

/** An operation that may use the variables of `scatteredNode`. */
export function withScatterVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  const definitions = [define(REGIONS, '[ID!]!'), define(FIRST, 'Int'), define(AFTER, 'String')]
  return { ...operation, variableDefinitions: [...(operation.variableDefinitions ?? []), ...definitions] }
}

function define(name: string, type: '[ID!]!' | 'Int' | 'String'): VariableDefinitionNode {
  const named = (value: string) => ({ kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value } }) as const
  const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const
  if (type !== '[ID!]!') return { kind: Kind.VARIABLE_DEFINITION, variable, type: named(type) }
  const list = { kind: Kind.LIST_TYPE, type: { kind: Kind.NON_NULL_TYPE, type: named('ID') } } as const
  return { kind: Kind.VARIABLE_DEFINITION, variable, type: { kind: Kind.NON_NULL_TYPE, type: list } }
}
