import { type RoutedSchema, readRouted } from '@lawang/schema/routed'
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition'
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse, print } from 'graphql'
import { createPlanner, type Planner } from './planner.ts'
import { readTypeRelations, type TypeRelations } from './type-relations.ts'

/** Everything that is read from a supergraph's text, once per load. */
export interface Supergraph {
  readonly planner: Planner
  /** What clients see: no federation directives, nothing inaccessible. */
  readonly publicSchema: GraphQLSchema
  readonly publicSdl: string
  /** Of the whole supergraph, what is inaccessible included. */
  readonly types: TypeRelations
  /** Every name that a field of some type has. */
  readonly fieldNames: ReadonlySet<string>
  readonly routed: RoutedSchema
  /** The subgraphs, by the names that plans use, with the urls that the supergraph gives them. */
  readonly subgraphs: ReadonlyMap<string, string>
}

/** Reads a composed Federation 2 supergraph. Throws with one sentence when the text is none. */
export function loadSupergraph(sdl: string): Supergraph {
  const document = parse(sdl, { noLocation: true })
  const subgraphs = readSubgraphs(document)
  if (subgraphs.size === 0) throw new Error('The file is no Federation 2 supergraph: it has no enum join__Graph.')
  const publicDocument = transformSupergraphToPublicSchema(document)
  return {
    planner: createPlanner(sdl),
    publicSchema: buildASTSchema(publicDocument),
    publicSdl: `${print(publicDocument)}\n`,
    types: readTypeRelations(document),
    fieldNames: readFieldNames(document),
    routed: readRouted(document),
    subgraphs,
  }
}

function readSubgraphs(document: DocumentNode): ReadonlyMap<string, string> {
  const subgraphs = new Map<string, string>()
  for (const definition of document.definitions) {
    if (definition.kind !== 'EnumTypeDefinition' || definition.name.value !== 'join__Graph') continue
    for (const value of definition.values ?? []) {
      const directive = value.directives?.find((candidate) => candidate.name.value === 'join__graph')
      const text = (name: string) => {
        const argument = directive?.arguments?.find((candidate) => candidate.name.value === name)
        return argument?.value.kind === 'StringValue' ? argument.value.value : undefined
      }
      const name = text('name')
      if (name !== undefined) subgraphs.set(name, text('url') ?? '')
    }
  }
  return subgraphs
}

function readFieldNames(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>()
  for (const definition of document.definitions) {
    if (definition.kind !== 'ObjectTypeDefinition' && definition.kind !== 'InterfaceTypeDefinition') continue
    for (const field of definition.fields ?? []) names.add(field.name.value)
  }
  return names
}
