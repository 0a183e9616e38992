import type { DocumentNode } from 'graphql'

/** Which object types satisfy a type condition. */
export interface TypeRelations {
  /** Whether an object of type `typeName` satisfies `... on condition`. */
  satisfies(typeName: string, condition: string): boolean
}

/** Reads interfaces and unions from a schema's document. */
export function readTypeRelations(document: DocumentNode): TypeRelations {
  const members = new Map<string, Set<string>>()
  const add = (abstract: string, concrete: string) => {
    const known = members.get(abstract)
    if (known) known.add(concrete)
    else members.set(abstract, new Set([concrete]))
  }
  for (const definition of document.definitions) {
    if (definition.kind === 'UnionTypeDefinition') {
      for (const type of definition.types ?? []) add(definition.name.value, type.name.value)
    } else if (definition.kind === 'ObjectTypeDefinition' || definition.kind === 'InterfaceTypeDefinition') {
      for (const type of definition.interfaces ?? []) add(type.name.value, definition.name.value)
    }
  }
  return {
    satisfies: (typeName, condition) => typeName === condition || members.get(condition)?.has(typeName) === true,
  }
}
