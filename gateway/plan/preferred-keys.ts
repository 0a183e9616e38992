import {
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
} from 'graphql'
import { JoinedFields, topFields } from './joined-fields.ts'
import { flagOf, textOf } from './read-directive.ts'

/** Begins the names of the fields that only weigh. */
const WEIGHT = '_weight'

/**
 * The supergraph with, beside other keys, the keys by which the planner should come back to a subgraph with what a field
 * requires. It takes the costliest of all keys that the subgraph has the fields of, without asking whether those whom it
 * asks first know that key: where they do not, it ends, and where they do, it may ask for one key to get the other. The
 * key that most other subgraphs can give is repeated here under names of its own until it is the costliest. On other
 * ways the planner takes the cheapest, as ever. `withoutWeights` takes the names out of what it plans.
 */
export function withPreferredKeys(supergraphSdl: string): string {
  const document = parse(supergraphSdl, { noLocation: true })
  let isChanged = false
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return definition
    const preferred = preferredKeys(definition)
    if (preferred.length === 0) return definition
    isChanged = true
    return { ...definition, directives: [...(definition.directives ?? []), ...preferred] }
  })
  return isChanged ? print({ ...document, definitions } satisfies DocumentNode) : supergraphSdl
}

/** Whether a name only weighs. */
export function isWeight(name: string): boolean {
  return name.startsWith(WEIGHT)
}

/** A planned operation without the names that only weigh. */
export function withoutWeights(operation: string): string {
  if (!operation.includes(WEIGHT)) return operation
  const document = visit(parse(operation, { noLocation: true }), {
    Field: (field) => (field.alias && isWeight(field.alias.value) ? null : undefined),
  })
  return stripIgnoredCharacters(print(document))
}

interface Key {
  readonly directive: ConstDirectiveNode
  readonly graph: string
  readonly selection: string
}

function preferredKeys(type: ObjectTypeDefinitionNode): readonly ConstDirectiveNode[] {
  const keys = (type.directives ?? []).flatMap(readKey)
  if (new Set(keys.map((key) => key.selection)).size < 2) return []
  const fields = new JoinedFields(type)
  const costliest = Math.max(...keys.map((key) => key.selection.split(/\s+/).length))
  return [...new Set(keys.map((key) => key.graph))].flatMap((graph) => {
    const owners = fields.ownersOfRequired(graph)
    const best = owners.size > 0 && mostKnown(keys, graph, owners, fields)
    return best ? [weighed(best, 2 * costliest)] : []
  })
}

/** Of the keys of one subgraph. */
function mostKnown(
  keys: readonly Key[],
  graph: string,
  owners: ReadonlySet<string>,
  fields: JoinedFields,
): Key | undefined {
  const rated = keys.flatMap((key) => {
    if (key.graph !== graph || flagOf(key.directive, 'resolvable') === false) return []
    const givers = fields.graphsThatGive(topFields(key.selection))
    return [
      {
        key,
        givers: givers.size,
        owners: [...givers].filter((giver) => owners.has(giver)).length,
        length: key.selection.length,
      },
    ]
  })
  const [best] = rated.toSorted(
    (one, other) => other.givers - one.givers || other.owners - one.owners || one.length - other.length,
  )
  return best?.key
}

function weighed({ directive, selection }: Key, times: number): ConstDirectiveNode {
  const [operation] = parse(`{ ${selection} }`, { noLocation: true }).definitions
  const selections = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : []
  const [first] = selections
  const repeated = Array.from({ length: times }, (_, index) =>
    first?.kind === Kind.FIELD
      ? print({ ...first, alias: { kind: Kind.NAME, value: `${WEIGHT}${index}` } }).replaceAll(/\s+/g, ' ')
      : '',
  )
  const value = { kind: Kind.STRING, value: `${selection} ${repeated.join(' ')}` } as const
  const others = directive.arguments?.filter(({ name }) => name.value !== 'key') ?? []
  const key = { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'key' }, value } as const
  return { ...directive, arguments: [...others, key] }
}

function readKey(directive: ConstDirectiveNode): readonly Key[] {
  const graph = textOf(directive, 'graph')
  const selection = textOf(directive, 'key')
  const isKey = directive.name.value === 'join__type' && graph !== undefined && selection !== undefined
  return isKey ? [{ directive, graph, selection }] : []
}
