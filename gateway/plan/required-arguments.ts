import { type DocumentNode, type FieldNode, Kind, parse, print, visit } from 'graphql'
import { textOf } from './read-directive.ts'

/** What a field is asked for: its name and arguments in one order, `fee(currency: "IDR")`. */
export function signatureOf(field: FieldNode): string {
  return `${field.name.value}(${(field.arguments ?? []).map(print).sort().join()})`
}

/**
 * The fields that some field of the supergraph requires with arguments, below the top of what it requires, as in
 * `@requires(fields: "service { fee(currency: \"IDR\") }")`: their names with the signatures that are required.
 */
export function readRequiredArguments(document: DocumentNode): ReadonlyMap<string, ReadonlySet<string>> {
  const required = new Map<string, Set<string>>()
  for (const selection of requiredSelections(document)) {
    for (const field of fieldsBelowTop(selection)) {
      if (!field.arguments?.length) continue
      const signatures = required.get(field.name.value) ?? new Set()
      required.set(field.name.value, signatures.add(signatureOf(field)))
    }
  }
  return required
}

function requiredSelections(document: DocumentNode): readonly string[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION
      ? (definition.fields ?? []).flatMap(({ directives = [] }) =>
          directives.flatMap((directive) =>
            directive.name.value === 'join__field' ? (textOf(directive, 'requires') ?? []) : [],
          ),
        )
      : [],
  )
}

function fieldsBelowTop(selection: string): readonly FieldNode[] {
  const found: FieldNode[] = []
  let depth = 0
  visit(parse(`{ ${selection} }`, { noLocation: true }), {
    Field: {
      enter: (field) => {
        depth += 1
        if (depth > 1) found.push(field)
      },
      leave: () => {
        depth -= 1
      },
    },
  })
  return found
}
