import {
  type DefinitionNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type TypeNode,
  visit,
} from 'graphql'
import type { ContractFields } from '../plan/contract-fields.ts'

/** What a member's schema has: by type and field, the name of the field's type. */
export type MemberTypes = ReadonlyMap<string, ReadonlyMap<string, string>>

/** Reads the text that `_service` answers. Throws when it is no schema. */
export function readMemberTypes(sdl: string): MemberTypes {
  const types = new Map<string, Map<string, string>>()
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (!('fields' in definition) || !definition.name) continue
    const fields = types.get(definition.name.value) ?? new Map<string, string>()
    types.set(definition.name.value, fields)
    for (const field of definition.fields ?? []) fields.set(field.name.value, namedType(field.type))
  }
  return types
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}

/** Whether the member serves less than the contracts of these names ask for. */
export function isOlder(types: MemberTypes, contracts: readonly string[], fields: ContractFields): boolean {
  return contracts.some((contract) =>
    [...(fields.get(contract) ?? [])].some(([type, names]) => [...names].some((name) => !types.get(type)?.has(name))),
  )
}

/** An operation without what a member does not serve: `text` is undefined when nothing of it is left. */
export interface Reduced {
  readonly text: string | undefined
  /** `Type.field`, each once. */
  readonly missing: readonly string[]
}

const ROOT_TYPES = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const

/** Takes out of an operation what the member's schema has not. The text is valid for the contract. */
export function reduceOperation(text: string, types: MemberTypes): Reduced {
  const document = parse(text, { noLocation: true })
  const missing = new Set<string>()
  const definitions = document.definitions.flatMap((definition): readonly DefinitionNode[] => {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) return []
    const type =
      definition.kind === Kind.OPERATION_DEFINITION
        ? ROOT_TYPES[definition.operation]
        : definition.typeCondition.name.value
    const selectionSet = keepServed(definition.selectionSet, type, types, missing)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      return [{ ...definition, selectionSet: selectionSet ?? NOTHING_BUT_THE_TYPE }]
    }
    return selectionSet ? [withUsedVariables({ ...definition, selectionSet })] : []
  })
  const isEmpty = !definitions.some((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  return {
    text: isEmpty ? undefined : definitions.map((definition) => print(definition)).join('\n'),
    missing: [...missing],
  }
}

const NOTHING_BUT_THE_TYPE: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
}

function keepServed(
  { selections }: SelectionSetNode,
  type: string,
  types: MemberTypes,
  missing: Set<string>,
): SelectionSetNode | undefined {
  const kept = selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return keepField(selection, type, types, missing)
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection]
    const condition = selection.typeCondition?.name.value ?? type
    if (condition !== '_Entity' && !types.has(condition)) {
      missing.add(condition)
      return []
    }
    const selectionSet = keepServed(selection.selectionSet, condition, types, missing) ?? NOTHING_BUT_THE_TYPE
    return [{ ...selection, selectionSet }]
  })
  return kept.length > 0 ? { kind: Kind.SELECTION_SET, selections: kept } : undefined
}

function keepField(field: FieldNode, type: string, types: MemberTypes, missing: Set<string>): readonly SelectionNode[] {
  const name = field.name.value
  if (name === '__typename') return [field]
  const fieldType = name === '_entities' ? '_Entity' : types.get(type)?.get(name)
  if (fieldType === undefined) {
    missing.add(`${type}.${name}`)
    return []
  }
  if (!field.selectionSet) return [field]
  const selectionSet = keepServed(field.selectionSet, fieldType, types, missing) ?? NOTHING_BUT_THE_TYPE
  return [{ ...field, selectionSet }]
}

/** A variable that nothing uses any more would make the operation invalid. Fragments of plans use none. */
function withUsedVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  const used = new Set<string>()
  visit(operation.selectionSet, {
    Variable: (variable) => {
      used.add(variable.name.value)
    },
  })
  return {
    ...operation,
    variableDefinitions: operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)),
  }
}
