import { Refusal } from '@lawang/schema/errors'
import type { EntityName, GraphBuilder, GraphTypes } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { type Representation, readRepresentation } from './representation.ts'

/** How the representations of one type become its objects: all of one fetch in ONE call, each answering for itself. */
export interface Entity<Name extends EntityName = EntityName> {
  readonly name: Name
  resolveMany(
    representations: readonly Representation[],
    context: GraphContext,
  ): readonly Promise<GraphTypes['Objects'][Name] | null>[]
}

type EntityRow = GraphTypes['Objects'][EntityName] & { readonly __typename: EntityName }

/** Adds `_entities`: a representation that fails, or whose type is no entity, nulls only its own row. */
export function addEntities(builder: GraphBuilder, entities: readonly Entity[]): void {
  builder.scalarType('_Any', { parseValue: readRepresentation, serialize: (value) => value })
  const entity = builder.unionType('_Entity', {
    types: entities.map(({ name }) => name),
    resolveType: (row) => ('__typename' in row && typeof row.__typename === 'string' ? row.__typename : undefined),
  })
  builder.queryField('_entities', (t) =>
    t.field({
      type: [entity],
      nullable: { list: false, items: true },
      args: { representations: t.arg({ type: ['_Any'], required: true }) },
      resolve: (_root, { representations }, context) => resolveEntities(entities, representations, context),
    }),
  )
}

/** Adds `_service`, which answers the text of the contracts that the server serves. */
export function addService(builder: GraphBuilder, sdl: string): void {
  const service = builder.objectRef<{ readonly sdl: string }>('_Service').implement({
    fields: (t) => ({ sdl: t.exposeString('sdl', { nullable: true }) }),
  })
  builder.queryField('_service', (t) => t.field({ type: service, resolve: () => ({ sdl }) }))
}

/** The rows in the order of their representations. */
function resolveEntities(
  entities: readonly Entity[],
  representations: readonly Representation[],
  context: GraphContext,
): Promise<EntityRow | null>[] {
  const rows = new Array<Promise<EntityRow | null>>(representations.length)
  for (const [name, positions] of positionsByType(representations)) {
    const entity = entities.find((candidate) => candidate.name === name)
    const resolved = entity ? resolveType(entity, positions, representations, context) : undefined
    positions.forEach((position, i) => {
      rows[position] = resolved?.[i] ?? Promise.reject(new Refusal('BAD_USER_INPUT', 'This type is no entity here.'))
    })
  }
  return rows
}

function positionsByType(representations: readonly Representation[]): Map<string, number[]> {
  const positions = new Map<string, number[]>()
  representations.forEach(({ __typename }, position) => {
    const known = positions.get(__typename)
    if (known) known.push(position)
    else positions.set(__typename, [position])
  })
  return positions
}

function resolveType(
  entity: Entity,
  positions: readonly number[],
  representations: readonly Representation[],
  context: GraphContext,
): readonly Promise<EntityRow | null>[] {
  const wanted = positions.flatMap((position) => representations[position] ?? [])
  return entity
    .resolveMany(wanted, context)
    .map((row) => row.then((source) => (source === null ? null : { ...source, __typename: entity.name })))
}
