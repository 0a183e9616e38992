import {
  type DocumentNode,
  type ExecutableDefinitionNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

/** The interfaces and unions of what clients see that have members in the supergraph which clients do not see. */
export function readPartlyHidden(document: DocumentNode, publicSchema: GraphQLSchema): ReadonlySet<string> {
  const found = new Set<string>()
  const look = (abstract: string, member: string) => {
    if (publicSchema.getType(abstract) && !publicSchema.getType(member)) found.add(abstract)
  }
  for (const definition of document.definitions) {
    if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const member of definition.types ?? []) look(definition.name.value, member.name.value)
    } else if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
      for (const one of definition.interfaces ?? []) look(one.name.value, definition.name.value)
    }
  }
  return found
}

/**
 * A definition that asks the type wherever a member that clients do not see may stand: an answer of the fields of an
 * interface alone would not tell that it is one.
 */
export function askHiddenMembers<Definition extends ExecutableDefinitionNode>(
  definition: Definition,
  schema: GraphQLSchema,
  partlyHidden: ReadonlySet<string>,
): Definition {
  if (partlyHidden.size === 0) return definition
  const types = new TypeInfo(schema)
  return visit(
    definition,
    visitWithTypeInfo(types, {
      SelectionSet: {
        leave: (node) =>
          partlyHidden.has(types.getParentType()?.name ?? '')
            ? { ...node, selections: [...node.selections, TYPENAME] }
            : undefined,
      },
    }),
  )
}
