import type { Rewrite, RewriteStep } from '../plan/executable.ts'
import type { TypeRelations } from '../plan/type-relations.ts'
import { isJsonObject, type JsonObject } from './member-answer.ts'

/** Applies the planner's rewrites in place: to a representation before it is sent, or to an answer that has come. */
export function applyRewrites(data: JsonObject, rewrites: readonly Rewrite[], types: TypeRelations): void {
  for (const rewrite of rewrites) apply(data, rewrite.path, rewrite, types)
}

function apply(value: unknown, path: readonly RewriteStep[], rewrite: Rewrite, types: TypeRelations): void {
  if (Array.isArray(value)) {
    for (const item of value) apply(item, path, rewrite, types)
    return
  }
  const [step, ...rest] = path
  if (!isJsonObject(value) || !step) return
  if (step.kind === 'type') {
    const typeName = value.__typename
    const fits = typeof typeName !== 'string' || step.conditions.some((name) => types.satisfies(typeName, name))
    if (fits) apply(value, rest, rewrite, types)
    return
  }
  if (rest.length > 0) {
    apply(value[step.key], rest, rewrite, types)
  } else if (rewrite.kind === 'set') {
    value[step.key] = rewrite.to
  } else if (step.key in value) {
    value[rewrite.to] = value[step.key]
    delete value[step.key]
  }
}
