import type { PathStep } from '../plan/executable.ts'
import type { TypeRelations } from '../plan/type-relations.ts'
import { type ErrorPath, isJsonObject, type JsonObject } from './member-answer.ts'

/** Calls `visit` for each object at the end of the path, with the keys that lead there (valid during the call only). */
export function walkTargets(
  data: JsonObject,
  path: readonly PathStep[],
  types: TypeRelations,
  visit: (target: JsonObject, trail: readonly (string | number)[]) => void,
): void {
  walk(data, 0, path, types, [], visit)
}

function walk(
  value: unknown,
  depth: number,
  path: readonly PathStep[],
  types: TypeRelations,
  trail: (string | number)[],
  visit: (target: JsonObject, trail: readonly (string | number)[]) => void,
): void {
  const step = path[depth]
  if (Array.isArray(value)) {
    // a list is entered by its own step; where the plan leaves it out, all the same
    const next = step?.kind === 'list' ? depth + 1 : depth
    for (const [index, item] of value.entries()) {
      trail.push(index)
      walk(item, next, path, types, trail, visit)
      trail.pop()
    }
    return
  }
  if (!isJsonObject(value)) return
  if (!step) {
    visit(value, trail)
    return
  }
  if (step.kind === 'field') {
    trail.push(step.key)
    walk(value[step.key], depth + 1, path, types, trail, visit)
    trail.pop()
  } else if (step.kind === 'type') {
    const typeName = value.__typename
    const fits = typeof typeName !== 'string' || step.conditions.some((name) => types.satisfies(typeName, name))
    if (fits) walk(value, depth + 1, path, types, trail, visit)
  }
}

/** The paths of the wanted objects: worked out only when there is an error to report. */
export function pathsOf(
  data: JsonObject,
  paths: readonly (readonly PathStep[])[],
  types: TypeRelations,
  wanted: ReadonlySet<JsonObject>,
): ReadonlyMap<JsonObject, ErrorPath> {
  const found = new Map<JsonObject, ErrorPath>()
  for (const path of paths) {
    walkTargets(data, path, types, (target, trail) => {
      if (wanted.has(target)) found.set(target, [...trail])
    })
  }
  return found
}
