import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql'

/** Variables with the defaults of the input fields that were left out. */
export type FillDefaults = (variables: Readonly<Record<string, unknown>>) => Record<string, unknown>

/**
 * For one operation. Compiled operations refuse an input that leaves out a field of a non-null type, though it has a default;
 * the GraphQL specification (CoerceVariableValues, Input Objects) has the default take its place.
 */
export function defaultsFiller(schema: GraphQLSchema, operation: OperationDefinitionNode): FillDefaults {
  const inputs = (operation.variableDefinitions ?? []).flatMap(({ variable, type: node }) => {
    const type = typeFromAST(schema, node)
    return type && isInputType(type) && hasDefaults(type, new Set()) ? [[variable.name.value, type] as const] : []
  })
  return (variables) => {
    const filled = { ...variables }
    for (const [name, type] of inputs) if (name in filled) filled[name] = fill(filled[name], type)
    return filled
  }
}

function hasDefaults(type: GraphQLInputType, seen: Set<GraphQLInputType>): boolean {
  const named = itemOf(type)
  if (!isInputObjectType(named) || seen.has(named)) return false
  seen.add(named)
  return Object.values(named.getFields()).some(
    (field) => field.defaultValue !== undefined || hasDefaults(field.type, seen),
  )
}

/** What is no object where one is wanted is left for the executor to refuse. */
function fill(value: unknown, type: GraphQLInputType): unknown {
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    return Array.isArray(value) ? value.map((item) => fill(item, nullable.ofType)) : fill(value, nullable.ofType)
  }
  if (!isInputObjectType(nullable) || typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const filled = new Map<string, unknown>(Object.entries(value))
  for (const { name, type: fieldType, defaultValue } of Object.values(nullable.getFields())) {
    if (filled.get(name) !== undefined) filled.set(name, fill(filled.get(name), fieldType))
    else if (defaultValue !== undefined) filled.set(name, defaultValue)
  }
  return Object.fromEntries(filled)
}

function itemOf(type: GraphQLInputType): GraphQLInputType {
  const nullable = getNullableType(type)
  return isListType(nullable) ? itemOf(nullable.ofType) : nullable
}
