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
import type { JsonObject } from '../execute/member-answer.ts'
import type { ContractFields } from '../plan/contract-fields.ts'
import { fitArguments } from './older-inputs.ts'

/**
 * What a member's schema has: by type and field, the name of the field's type; so also by `Type.field` and argument, and
 * by enum and value.
 */
export type MemberTypes = ReadonlyMap<string, ReadonlyMap<string, string>>

/** Reads the text that `_service` answers. Throws when it is no schema. */
export function readMemberTypes(sdl: string): MemberTypes {
  const types = new Map<string, Map<string, string>>()
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if ('values' in definition) {
      const values = types.get(definition.name.value) ?? new Map<string, string>()
      types.set(definition.name.value, values)
      for (const { name } of definition.values ?? []) values.set(name.value, definition.name.value)
    }
    if (!('fields' in definition) || !definition.name) continue
    const fields = types.get(definition.name.value) ?? new Map<string, string>()
    types.set(definition.name.value, fields)
    for (const field of definition.fields ?? []) {
      fields.set(field.name.value, namedType(field.type))
      if (!('arguments' in field)) continue
      const taken = new Map(field.arguments?.map(({ name, type }) => [name.value, namedType(type)]))
      types.set(`${definition.name.value}.${field.name.value}`, taken)
    }
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
  readonly variables: Readonly<JsonObject>
  readonly refused: readonly RefusedField[]
}

/** A field that is not sent, because the member does not take what it is asked with. */
export interface RefusedField {
  /** Its key in the answer where it is a root field. */
  readonly key: string | undefined
  /** `Type.field(argument:)`, `Input.field` or `Enum.VALUE`. */
  readonly inputs: readonly string[]
}

interface Reduction {
  readonly types: MemberTypes
  readonly missing: Set<string>
  readonly refused: RefusedField[]
  readonly variables: JsonObject
}

const ROOT_TYPES = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const

/** Takes out of an operation what the member's schema has not. The text is valid for the contract. */
export function reduceOperation(text: string, sent: Readonly<JsonObject>, types: MemberTypes): Reduced {
  const document = parse(text, { noLocation: true })
  const missing = new Set<string>()
  const reduction: Reduction = { types, missing, refused: [], variables: { ...sent } }
  const definitions = document.definitions.flatMap((definition): readonly DefinitionNode[] => {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) return []
    const type =
      definition.kind === Kind.OPERATION_DEFINITION
        ? ROOT_TYPES[definition.operation]
        : definition.typeCondition.name.value
    const selectionSet = keepServed(definition.selectionSet, type, reduction)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      return [{ ...definition, selectionSet: selectionSet ?? NOTHING_BUT_THE_TYPE }]
    }
    return selectionSet ? [withUsedVariables({ ...definition, selectionSet }, reduction.variables)] : []
  })
  const isEmpty = !definitions.some((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  return {
    text: isEmpty ? undefined : definitions.map((definition) => print(definition)).join('\n'),
    missing: [...missing],
    variables: reduction.variables,
    refused: reduction.refused,
  }
}

const NOTHING_BUT_THE_TYPE: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
}

function keepServed(
  { selections }: SelectionSetNode,
  type: string,
  reduction: Reduction,
): SelectionSetNode | undefined {
  const kept = selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return keepField(selection, type, reduction)
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection]
    const condition = selection.typeCondition?.name.value ?? type
    if (condition !== '_Entity' && !reduction.types.has(condition)) {
      reduction.missing.add(condition)
      return []
    }
    const selectionSet = keepServed(selection.selectionSet, condition, reduction) ?? NOTHING_BUT_THE_TYPE
    return [{ ...selection, selectionSet }]
  })
  return kept.length > 0 ? { kind: Kind.SELECTION_SET, selections: kept } : undefined
}

function keepField(field: FieldNode, type: string, reduction: Reduction): readonly SelectionNode[] {
  const { types, missing, refused, variables } = reduction
  const name = field.name.value
  if (name === '__typename') return [field]
  const fieldType = name === '_entities' ? '_Entity' : types.get(type)?.get(name)
  if (fieldType === undefined) {
    missing.add(`${type}.${name}`)
    return []
  }
  const fitted =
    name === '_entities'
      ? { kept: field.arguments, refused: [] }
      : fitArguments(`${type}.${name}`, field.arguments ?? [], types, variables)
  if (fitted.refused.length > 0) {
    refused.push({ key: isRoot(type) ? (field.alias ?? field.name).value : undefined, inputs: fitted.refused })
    return []
  }
  const kept = { ...field, arguments: fitted.kept }
  if (!kept.selectionSet) return [kept]
  const selectionSet = keepServed(kept.selectionSet, fieldType, reduction) ?? NOTHING_BUT_THE_TYPE
  return [{ ...kept, selectionSet }]
}

function isRoot(type: string): boolean {
  return Object.values(ROOT_TYPES).some((root) => root === type)
}

/** A variable that nothing uses any more would make the operation invalid. Fragments of plans use none. */
function withUsedVariables(operation: OperationDefinitionNode, variables: JsonObject): OperationDefinitionNode {
  const used = new Set<string>()
  visit(operation.selectionSet, {
    Variable: (variable) => {
      used.add(variable.name.value)
    },
  })
  for (const name of Object.keys(variables)) if (!used.has(name)) delete variables[name]
  return {
    ...operation,
    variableDefinitions: operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)),
  }
}
