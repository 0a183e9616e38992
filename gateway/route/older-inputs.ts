import { type ArgumentNode, Kind, type ValueNode, valueFromASTUntyped } from 'graphql'
import { isJsonObject, type JsonObject } from '../execute/member-answer.ts'
import type { MemberTypes } from './older-contract.ts'

/** What a field's arguments become for a member with an older contract. */
export interface FittedArguments {
  /** Those that it takes. */
  readonly kept: readonly ArgumentNode[]
  /** What it does not take and has a value: `Type.field(argument:)`, `Input.field` or `Enum.VALUE`. */
  readonly refused: readonly string[]
}

/**
 * Takes out of arguments what the member does not know and what has no value anyway: without it they mean the same. What
 * has a value is refused: left out, a filter would let everything through, and a change would be another one.
 * `variables` are changed in place, and belong to the caller.
 */
export function fitArguments(
  field: string,
  nodes: readonly ArgumentNode[],
  types: MemberTypes,
  variables: JsonObject,
): FittedArguments {
  const known = types.get(field)
  const refused: string[] = []
  for (const node of nodes) {
    const type = known?.get(node.name.value)
    const value: unknown = valueFromASTUntyped(node.value, variables)
    if (type !== undefined) findRefused(value, type, types, refused)
    else if (value !== null && value !== undefined) refused.push(`${field}(${node.name.value}:)`)
  }
  // another field may ask with the same variable: nothing is taken out of what is refused
  if (refused.length > 0) return { kept: [], refused }
  const kept = nodes.flatMap((node): readonly ArgumentNode[] => {
    const type = known?.get(node.name.value)
    return type === undefined ? [] : [{ ...node, value: fitLiteral(node.value, type, types, variables) }]
  })
  return { kept, refused }
}

function findRefused(value: unknown, type: string, types: MemberTypes, refused: string[]): void {
  const names = types.get(type)
  if (!names) return
  if (Array.isArray(value)) for (const item of value) findRefused(item, type, types, refused)
  else if (typeof value === 'string' && !names.has(value)) refused.push(`${type}.${value}`)
  else if (isJsonObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      const innerType = names.get(name)
      if (innerType !== undefined) findRefused(inner, innerType, types, refused)
      else if (inner !== null && inner !== undefined) refused.push(`${type}.${name}`)
    }
  }
}

function fitLiteral(node: ValueNode, type: string, types: MemberTypes, variables: JsonObject): ValueNode {
  const names = types.get(type)
  if (!names) return node
  switch (node.kind) {
    case Kind.VARIABLE:
      if (node.name.value in variables) {
        variables[node.name.value] = fitValue(variables[node.name.value], type, types)
      }
      return node
    case Kind.LIST:
      return { ...node, values: node.values.map((item) => fitLiteral(item, type, types, variables)) }
    case Kind.OBJECT: {
      const fields = node.fields.flatMap((field) => {
        const inner = names.get(field.name.value)
        return inner === undefined ? [] : [{ ...field, value: fitLiteral(field.value, inner, types, variables) }]
      })
      return { ...node, fields }
    }
    default:
      return node
  }
}

function fitValue(value: unknown, type: string, types: MemberTypes): unknown {
  const names = types.get(type)
  if (!names) return value
  if (Array.isArray(value)) return value.map((item) => fitValue(item, type, types))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const innerType = names.get(name)
      return innerType === undefined ? [] : [[name, fitValue(inner, innerType, types)]]
    }),
  )
}
