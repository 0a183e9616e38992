import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  print,
} from 'graphql'

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode

/**
 * Merges the texts of the contracts that one server serves into the text of one Federation 2 subgraph, which its
 * `_service` answers. A type is the union of its fields; of its keys the resolvable one wins, because the server
 * resolves it; a field that one contract borrows (`@external`) and another owns is owned; `@provides` goes where
 * nothing that it names is borrowed any more. What is no object type must be the same text in every contract.
 */
export function mergeContracts(texts: readonly string[]): string {
  const documents = texts.map((text) => parse(text, { noLocation: true }))
  const objects = mergeObjects(documents)
  const merged = mergeDefinitions(documents).map((definition) =>
    isObject(definition) ? withoutEmptyProvides(objects.get(nameOf(definition)) ?? definition, objects) : definition,
  )
  return `${print({ kind: Kind.DOCUMENT, definitions: merged })}\n`
}

/** The definitions of all documents, each once, in the order in which they come first. */
function mergeDefinitions(documents: readonly DocumentNode[]): readonly DefinitionNode[] {
  const first = new Map<string, DefinitionNode>()
  for (const definition of documents.flatMap((document) => document.definitions)) {
    const name = nameOf(definition)
    const known = first.get(name)
    if (known === undefined) first.set(name, definition)
    else if (!isObject(known) && print(known) !== print(definition)) {
      throw new Error(`The contracts define ${name} differently`)
    }
  }
  return [...first.values()]
}

/** A definition's kind and name: a type and its extension are two. */
function nameOf(definition: DefinitionNode): string {
  return 'name' in definition && definition.name ? `${definition.kind} ${definition.name.value}` : definition.kind
}

function isObject(definition: DefinitionNode): definition is ObjectNode {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION
}

function mergeObjects(documents: readonly DocumentNode[]): ReadonlyMap<string, ObjectNode> {
  const merged = new Map<string, ObjectNode>()
  for (const definition of documents.flatMap((document) => document.definitions)) {
    if (!isObject(definition)) continue
    const name = nameOf(definition)
    const known = merged.get(name)
    merged.set(name, known ? mergeTwo(known, definition) : definition)
  }
  return merged
}

function mergeTwo(a: ObjectNode, b: ObjectNode): ObjectNode {
  const description = a.kind === Kind.OBJECT_TYPE_DEFINITION ? a.description : undefined
  const added = b.kind === Kind.OBJECT_TYPE_DEFINITION ? b.description : undefined
  const parts = {
    name: a.name,
    directives: mergeDirectives(a.directives ?? [], b.directives ?? []),
    fields: mergeFields(a.fields ?? [], b.fields ?? []),
  }
  return a.kind === Kind.OBJECT_TYPE_DEFINITION
    ? { kind: Kind.OBJECT_TYPE_DEFINITION, description: description ?? added, ...parts }
    : { kind: Kind.OBJECT_TYPE_EXTENSION, ...parts }
}

/** Each directive once; a key that one contract resolves replaces the same key that another only refers by. */
function mergeDirectives(
  a: readonly ConstDirectiveNode[],
  b: readonly ConstDirectiveNode[],
): readonly ConstDirectiveNode[] {
  const merged = new Map<string, ConstDirectiveNode>()
  for (const directive of [...a, ...b]) {
    const identity = print({
      ...directive,
      arguments: directive.arguments?.filter((argument) => !isResolvable(argument)),
    })
    const known = merged.get(identity)
    if (known === undefined || !directive.arguments?.some(isResolvable)) merged.set(identity, directive)
  }
  return [...merged.values()]
}

function isResolvable(argument: { readonly name: { readonly value: string } }): boolean {
  return argument.name.value === 'resolvable'
}

function mergeFields(
  a: readonly FieldDefinitionNode[],
  b: readonly FieldDefinitionNode[],
): readonly FieldDefinitionNode[] {
  const merged = new Map<string, FieldDefinitionNode>()
  for (const field of [...a, ...b]) {
    const known = merged.get(field.name.value)
    if (known === undefined || isExternal(known)) merged.set(field.name.value, field)
  }
  return [...merged.values()]
}

function isExternal(field: FieldDefinitionNode): boolean {
  return field.directives?.some((directive) => directive.name.value === 'external') ?? false
}

/** Federation refuses `@provides` of fields that the subgraph owns itself. */
function withoutEmptyProvides(object: ObjectNode, objects: ReadonlyMap<string, ObjectNode>): ObjectNode {
  const borrows = (typeName: string, selection: string): boolean =>
    objects
      .get(`${Kind.OBJECT_TYPE_DEFINITION} ${typeName}`)
      ?.fields?.some((field) => isExternal(field) && selection.split(/\W+/).includes(field.name.value)) ?? false
  return {
    ...object,
    fields: object.fields?.map((field) => ({
      ...field,
      directives: field.directives?.filter((directive) => {
        if (directive.name.value !== 'provides') return true
        const selection = directive.arguments?.[0]?.value
        return selection?.kind === Kind.STRING && borrows(namedType(field.type), selection.value)
      }),
    })),
  }
}

function namedType(type: FieldDefinitionNode['type']): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}
