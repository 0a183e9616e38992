import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql'
import { textOf } from './read-directive.ts'

/** Throws with one sentence when a supergraph has something that the planner would pass over. */
export function refuseUnplannable(document: DocumentNode): void {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    for (const field of definition.fields ?? []) {
      if (!field.directives?.some(takesFromContext)) continue
      throw new Error(
        `The supergraph gives ${definition.name.value}.${field.name.value} an argument by @fromContext, which this ` +
          'gateway cannot plan: compose it without @context and @fromContext.',
      )
    }
  }
}

/** An argument by @fromContext is in no subgraph's question: the field would be asked without it. */
function takesFromContext({ name, arguments: given = [] }: ConstDirectiveNode): boolean {
  return name.value === 'join__field' && given.some((argument) => argument.name.value === 'contextArguments')
}

/** The names of the features that a supergraph links for security: `authenticated`, `requiresScopes`, `policy`. */
export function readSecurityFeatures(document: DocumentNode): readonly string[] {
  const links = document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? [])
      : [],
  )
  return links.flatMap((link) => {
    const isSecurity = link.name.value === 'link' && textOf(link, 'for') === 'SECURITY'
    const name = isSecurity && textOf(link, 'url')?.split('/').at(-2)
    return name ? [name] : []
  })
}
