import type { TypeRelations } from '../plan/type-relations.ts'
import { isJsonObject, type JsonObject } from './member-answer.ts'

/**
 * Adds what an answer says to the data that is there. Objects are merged by key and lists of one length item by item;
 * null never takes away what is already known (a row that fails keeps its id), nor the name of an interface that of
 * the object's type. With `own` the target may keep the answer's own objects; without, it gets copies, because another
 * place of the data has them.
 */
export function mergeInto(target: JsonObject, source: JsonObject, own: boolean, types: TypeRelations): void {
  for (const key of Object.keys(source)) {
    // a member's answer must not reach the prototypes of this process
    if (key === '__proto__') continue
    const value = source[key]
    const known = target[key]
    if (known === undefined || known === null) target[key] = own ? value : copy(value)
    else if (key === '__typename' && isKnownBetter(known, value, types)) continue
    else if (value !== null) target[key] = mergeValue(known, value, own, types)
  }
}

function isKnownBetter(known: unknown, value: unknown, types: TypeRelations): boolean {
  return typeof known === 'string' && typeof value === 'string' && types.satisfies(known, value)
}

function mergeValue(known: unknown, value: unknown, own: boolean, types: TypeRelations): unknown {
  if (isJsonObject(known) && isJsonObject(value)) {
    mergeInto(known, value, own, types)
    return known
  }
  if (Array.isArray(known) && Array.isArray(value) && known.length === value.length) {
    return known.map((item, index) => mergeValue(item, value[index] ?? item, own, types))
  }
  return own ? value : copy(value)
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy)
  if (!isJsonObject(value)) return value
  const copied: JsonObject = {}
  for (const key of Object.keys(value)) if (key !== '__proto__') copied[key] = copy(value[key])
  return copied
}
