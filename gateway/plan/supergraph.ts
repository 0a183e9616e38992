import { type RoutedSchema, readRouted } from '@lawang/schema/routed'
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition'
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse, print } from 'graphql'
import { type ContractFields, readContractFields } from './contract-fields.ts'
import { readPartlyHidden } from './hidden-members.ts'
import { type Planner, plannerInside } from './planner.ts'
import { readRequiredArguments } from './required-arguments.ts'
import { readTypeRelations, type TypeRelations } from './type-relations.ts'
import { readSecurityFeatures, refuseUnplannable } from './unplannable.ts'

/** Everything that is read from a supergraph's text, once per load. */
export interface Supergraph {
  readonly planner: Planner
  /** What clients see: no federation directives, nothing inaccessible. */
  readonly publicSchema: GraphQLSchema
  readonly publicSdl: string
  /** Of the whole supergraph, what is inaccessible included. */
  readonly types: TypeRelations
  /** The values that clients may not see, by their enums' names. */
  readonly hiddenValues: ReadonlyMap<string, ReadonlySet<string>>
  /** The interfaces and unions with members that clients may not see. */
  readonly partlyHidden: ReadonlySet<string>
  /** Every name that a field of some type has. */
  readonly fieldNames: ReadonlySet<string>
  /** The fields that are required with arguments inside an object, with the signatures that are required. */
  readonly requiredArguments: ReadonlyMap<string, ReadonlySet<string>>
  readonly routed: RoutedSchema
  readonly contractFields: ContractFields
  /** Directives by which the supergraph asks gateways to guard fields, `authenticated`: left to the subgraphs. */
  readonly securityFeatures: readonly string[]
  /** The subgraphs, by the names that plans use, with the urls that the supergraph gives them. */
  readonly subgraphs: ReadonlyMap<string, string>
}

/** Reads a composed Federation 2 supergraph. Throws with one sentence when the text is none. */
export function loadSupergraph(sdl: string, createPlanner: (sdl: string) => Planner = plannerInside): Supergraph {
  const document = parse(sdl, { noLocation: true })
  const subgraphs = readSubgraphs(document)
  if (subgraphs.size === 0) throw new Error('The file is no Federation 2 supergraph: it has no enum join__Graph.')
  refuseUnplannable(document)
  const publicDocument = withoutMissingTypes(transformSupergraphToPublicSchema(document))
  const publicSchema = buildASTSchema(publicDocument)
  return {
    planner: createPlanner(sdl),
    publicSchema,
    publicSdl: `${print(publicDocument)}\n`,
    types: readTypeRelations(document),
    hiddenValues: readHiddenValues(document),
    partlyHidden: readPartlyHidden(document, publicSchema),
    fieldNames: readFieldNames(document),
    requiredArguments: readRequiredArguments(document),
    routed: readRouted(document),
    contractFields: readContractFields(document),
    securityFeatures: readSecurityFeatures(document),
    subgraphs,
  }
}

/** Takes types that clients may not see out of the unions that they may: the transformation leaves their names. */
function withoutMissingTypes(document: DocumentNode): DocumentNode {
  const names = new Set(document.definitions.map((one) => ('name' in one ? one.name?.value : undefined)))
  const definitions = document.definitions.map((definition) =>
    definition.kind === 'UnionTypeDefinition'
      ? { ...definition, types: definition.types?.filter((type) => names.has(type.name.value)) }
      : definition,
  )
  return { ...document, definitions }
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

function readHiddenValues(document: DocumentNode): ReadonlyMap<string, ReadonlySet<string>> {
  const hidden = new Map<string, ReadonlySet<string>>()
  for (const definition of document.definitions) {
    if (definition.kind !== 'EnumTypeDefinition') continue
    const values = (definition.values ?? []).filter((value) =>
      value.directives?.some((directive) => directive.name.value === 'inaccessible'),
    )
    if (values.length > 0) hidden.set(definition.name.value, new Set(values.map((value) => value.name.value)))
  }
  return hidden
}

function readFieldNames(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>()
  for (const definition of document.definitions) {
    if (definition.kind !== 'ObjectTypeDefinition' && definition.kind !== 'InterfaceTypeDefinition') continue
    for (const field of definition.fields ?? []) names.add(field.name.value)
  }
  return names
}
