import type { Requirement, Rewrite } from '../plan/executable.ts'
import type { TypeRelations } from '../plan/type-relations.ts'
import { isJsonObject, type JsonObject } from './member-answer.ts'
import { applyRewrites } from './rewrites.ts'

/** What a member needs to know an entity by; `__typename` is that of the interface where it is an interface object. */
export type Representation = JsonObject & { readonly __typename: string }

/**
 * The representation of an entity. Undefined when the entity is of none of the required types, or when a required
 * field is not there, because the fetch that should have brought it failed: the error has been told already.
 */
export function representationOf(
  entity: JsonObject,
  requires: readonly Requirement[],
  rewrites: readonly Rewrite[],
  types: TypeRelations,
): Representation | undefined {
  if (typeof entity.__typename !== 'string') return undefined
  const taken = take(entity, requires, types)
  if (!taken || !Object.keys(taken).some((key) => key !== '__typename' && taken[key] !== null)) return undefined
  taken.__typename ??= entity.__typename
  if (rewrites.length > 0) applyRewrites(taken, rewrites, types)
  return isRepresentation(taken) ? taken : undefined
}

function isRepresentation(value: JsonObject): value is Representation {
  return typeof value.__typename === 'string'
}

function take(entity: JsonObject, requires: readonly Requirement[], types: TypeRelations): JsonObject | undefined {
  const taken: JsonObject = {}
  for (const requirement of requires) {
    if (requirement.kind === 'type') {
      const typeName = entity.__typename
      if (typeof typeName === 'string' && !types.satisfies(typeName, requirement.condition)) continue
      const inner = take(entity, requirement.inner, types)
      if (!inner) return undefined
      add(taken, inner)
      continue
    }
    const value = takeValue(entity[requirement.source], requirement.inner, types)
    if (value === undefined) return undefined
    taken[requirement.key] = value
  }
  return taken
}

/** What several type conditions take of one object is taken together. */
function add(target: JsonObject, more: JsonObject): void {
  for (const key of Object.keys(more)) target[key] = together(target[key], more[key])
}

function together(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return one.map((item, index) => together(item, other[index]))
  if (!isJsonObject(one) || !isJsonObject(other)) return other
  const both = { ...one }
  add(both, other)
  return both
}

function takeValue(value: unknown, inner: readonly Requirement[], types: TypeRelations): unknown {
  if (inner.length === 0 || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => takeValue(item, inner, types))
    return items.includes(undefined) ? undefined : items
  }
  return isJsonObject(value) ? take(value, inner, types) : undefined
}
