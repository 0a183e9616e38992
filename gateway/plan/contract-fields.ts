import {
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type InputObjectTypeDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from 'graphql'

/**
 * The fields that each subgraph is to serve, by its name and the type's: input fields and the values of enums too, and
 * arguments by `Type.field`.
 */
export type ContractFields = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>

/** Reads from a supergraph which subgraph serves which fields. */
export function readContractFields(document: DocumentNode): ContractFields {
  const names = readGraphNames(document)
  const contracts = new Map<string, Map<string, Set<string>>>()
  const add = (graph: string, type: string, field: string) => {
    const name = names.get(graph) ?? graph
    const types = contracts.get(name) ?? new Map<string, Set<string>>()
    contracts.set(name, types)
    types.set(type, (types.get(type) ?? new Set()).add(field))
  }
  for (const definition of document.definitions) {
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION) {
      for (const { name, directives } of definition.values ?? []) {
        for (const graph of graphsOf(directives, 'join__enumValue')) add(graph, definition.name.value, name.value)
      }
    }
    if (!hasFields(definition)) continue
    const ofType = graphsOf(definition.directives, 'join__type')
    for (const field of definition.fields ?? []) {
      const ofField = graphsOf(field.directives, 'join__field')
      for (const graph of ofField.length > 0 ? ofField : ofType) {
        add(graph, definition.name.value, field.name.value)
        const taken = 'arguments' in field ? field.arguments : []
        for (const { name } of taken ?? []) add(graph, `${definition.name.value}.${field.name.value}`, name.value)
      }
    }
  }
  return contracts
}

function hasFields(
  definition: DefinitionNode,
): definition is ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode | InputObjectTypeDefinitionNode {
  const { kind } = definition
  return (
    kind === Kind.OBJECT_TYPE_DEFINITION ||
    kind === Kind.INTERFACE_TYPE_DEFINITION ||
    kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
  )
}

/** The enum's value stands for a subgraph in directives, its name in plans. */
function readGraphNames(document: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue
    for (const value of definition.values ?? []) {
      const [name] = argumentsOf(value.directives, 'join__graph', 'name')
      if (name !== undefined) names.set(value.name.value, name)
    }
  }
  return names
}

function graphsOf(directives: readonly DirectiveNode[] | undefined, name: string): readonly string[] {
  return argumentsOf(directives, name, 'graph')
}

function argumentsOf(directives: readonly DirectiveNode[] = [], name: string, argument: string): readonly string[] {
  return directives.flatMap((directive) => {
    if (directive.name.value !== name) return []
    const value = directive.arguments?.find((candidate) => candidate.name.value === argument)?.value
    return value?.kind === Kind.ENUM || value?.kind === Kind.STRING ? [value.value] : []
  })
}
