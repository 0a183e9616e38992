import type { ObjectShape, ValueShape } from '../plan/projection.ts'
import { isJsonObject, type JsonObject } from './member-answer.ts'

/**
 * Whether the data is the client's answer as it stands: the shape's keys, in its order, and no others, with every
 * value fit for its place. Then what it was read from can be sent.
 */
export function isAnswer(shape: ObjectShape, data: JsonObject): boolean {
  const { fields } = shape
  let index = 0
  for (const key in data) {
    const field = fields[index++]
    if (!field || field.responseKey !== key || field.sourceKey !== key) return false
    const value = data[key]
    if (field.value.kind === 'typename' ? value !== shape.typeName || !shape.concrete : !fits(field.value, value)) {
      return false
    }
  }
  return index === fields.length
}

function fits(shape: ValueShape, value: unknown): boolean {
  if (value === null) return shape.nullable
  switch (shape.kind) {
    case 'leaf':
      return shape.accepts === undefined || shape.accepts(value)
    case 'enum':
      return shape.values.has(value)
    case 'list': {
      if (!Array.isArray(value)) return false
      const { item } = shape
      for (const one of value) if (!fits(item, one)) return false
      return true
    }
    case 'object':
      return isJsonObject(value) && isAnswer(shape.shape, value)
    case 'abstract': {
      if (!isJsonObject(value) || typeof value.__typename !== 'string') return false
      const inner = shape.shapeOf(value.__typename)
      return inner !== undefined && isAnswer(inner, value)
    }
    case 'typename':
      return false
  }
}
