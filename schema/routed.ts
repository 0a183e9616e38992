import type { DirectiveNode, DocumentNode } from 'graphql'

/**
 * Where each field and entity of a schema carries its jurisdiction, read from `@routed(by:)`: `fields` maps
 * `Query.complaint` to `id` or `Mutation.fileComplaint` to `input.door`; `entities` maps `Complaint` to `id`.
 */
export interface RoutedSchema {
  readonly fields: ReadonlyMap<string, string>
  /** Of fields whose lists are made of many governments' lists, the fields of their nodes that order them: `openedAt`, `id`. */
  readonly merged: ReadonlyMap<string, readonly string[]>
  readonly entities: ReadonlyMap<string, string>
}

function argumentOf(directives: readonly DirectiveNode[] | undefined, name: 'by' | 'merge'): string | undefined {
  const routed = directives?.find((directive) => directive.name.value === 'routed')
  const found = routed?.arguments?.find((argument) => argument.name.value === name)
  return found?.value.kind === 'StringValue' ? found.value.value : undefined
}

/** Reads `@routed` from a parsed schema: a contract, a member's schema or the supergraph. */
export function readRouted(document: DocumentNode): RoutedSchema {
  const fields = new Map<string, string>()
  const merged = new Map<string, readonly string[]>()
  const entities = new Map<string, string>()
  for (const definition of document.definitions) {
    if (definition.kind !== 'ObjectTypeDefinition' && definition.kind !== 'ObjectTypeExtension') continue
    const entity = argumentOf(definition.directives, 'by')
    if (entity) entities.set(definition.name.value, entity)
    for (const field of definition.fields ?? []) {
      const name = `${definition.name.value}.${field.name.value}`
      const by = argumentOf(field.directives, 'by')
      if (by) fields.set(name, by)
      const merge = argumentOf(field.directives, 'merge')
      if (merge) merged.set(name, merge.split(' '))
    }
  }
  return { fields, merged, entities }
}
