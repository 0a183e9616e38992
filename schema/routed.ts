import type { DirectiveNode, DocumentNode } from 'graphql'

/**
 * Where each field and entity of a schema carries its jurisdiction, read from `@routed(by:)`: `fields` maps
 * `Query.complaint` to `id` or `Mutation.fileComplaint` to `input.door`; `entities` maps `Complaint` to `id`.
 */
export interface RoutedSchema {
  readonly fields: ReadonlyMap<string, string>
  readonly entities: ReadonlyMap<string, string>
}

function argumentOf(directives: readonly DirectiveNode[] | undefined): string | undefined {
  const routed = directives?.find((directive) => directive.name.value === 'routed')
  const by = routed?.arguments?.find((argument) => argument.name.value === 'by')
  return by?.value.kind === 'StringValue' ? by.value.value : undefined
}

/** Reads `@routed` from a parsed schema: a contract, a member's schema or the supergraph. */
export function readRouted(document: DocumentNode): RoutedSchema {
  const fields = new Map<string, string>()
  const entities = new Map<string, string>()
  for (const definition of document.definitions) {
    if (definition.kind !== 'ObjectTypeDefinition' && definition.kind !== 'ObjectTypeExtension') continue
    const entity = argumentOf(definition.directives)
    if (entity) entities.set(definition.name.value, entity)
    for (const field of definition.fields ?? []) {
      const by = argumentOf(field.directives)
      if (by) fields.set(`${definition.name.value}.${field.name.value}`, by)
    }
  }
  return { fields, entities }
}
