import { GraphQLError } from 'graphql'
import type { Names } from '../plan/names.ts'
import type { FieldShape, ObjectShape, ValueShape } from '../plan/projection.ts'
import type { FoundError } from './found-errors.ts'
import { type ErrorPath, isJsonObject, type JsonObject } from './member-answer.ts'
import { PathTree } from './path-tree.ts'

export interface Completed {
  readonly data: JsonObject | null
  readonly errors: readonly GraphQLError[]
}

/**
 * Makes the client's answer of the collected data: its keys and nothing else, null up to the nearest nullable place
 * where a value must not be null. Such a null gets an error, unless one at, above or below its path explains it.
 */
export function completeAnswer(
  shape: ObjectShape,
  collected: JsonObject,
  found: readonly FoundError[],
  names: Names,
): Completed {
  const errors = found.map(({ message, path, extensions }) => {
    return new GraphQLError(message, { path: path?.map((step) => clientStep(step, names)), extensions })
  })
  const completion = new Completion(errors)
  const data = completion.object(shape, collected) ?? null
  return { data, errors }
}

function clientStep(step: string | number, names: Names): string | number {
  return typeof step === 'number' ? step : names.responseKey(step)
}

/** `undefined` stands for a null that its parent may not keep. */
class Completion {
  readonly #errors: GraphQLError[]
  readonly #trail: (string | number)[] = []
  #explained: PathTree | undefined

  constructor(errors: GraphQLError[]) {
    this.#errors = errors
  }

  object(shape: ObjectShape, source: JsonObject): JsonObject | undefined {
    const result: JsonObject = shape.plain ? {} : Object.create(null)
    let violated = false
    for (const field of shape.fields) {
      this.#trail.push(field.responseKey)
      const value = this.#field(shape, field, source)
      this.#trail.pop()
      if (value === undefined) violated = true
      else result[field.responseKey] = value
    }
    return violated ? undefined : result
  }

  #field(shape: ObjectShape, field: FieldShape, source: JsonObject): unknown {
    if (field.value.kind !== 'typename') return this.#value(field.value, source[field.sourceKey])
    return shape.concrete ? shape.typeName : this.#nothing(field.value, unknownType(shape))
  }

  #value(shape: ValueShape, value: unknown): unknown {
    if (value === null || value === undefined) return this.#nothing(shape, undefined)
    switch (shape.kind) {
      case 'leaf':
        return !shape.accepts || shape.accepts(value)
          ? value
          : this.#nothing(shape, 'the value is of another type than its field')
      case 'typename':
        return value
      case 'enum':
        if (shape.values.has(value)) return value
        // as with an object of a hidden type: an error would tell what clients may not know
        return this.#nothing(shape, shape.hidden.has(value) ? undefined : 'the value is none of its enum')
      case 'list':
        return Array.isArray(value) ? this.#list(shape, value) : this.#nothing(shape, 'the value is no list')
      case 'object':
        return isJsonObject(value)
          ? this.#orNull(shape, this.object(shape.shape, value))
          : this.#nothing(shape, 'the value is no object')
      case 'abstract': {
        if (!isJsonObject(value)) return this.#nothing(shape, 'the value is no object')
        const typeName = value.__typename
        const inner = shape.shapeOf(typeof typeName === 'string' ? typeName : undefined)
        if (!inner) return this.#nothing(shape, undefined)
        // without its type nobody knows what should be here: half an object would pass for a whole one
        if (inner.typeMatters && !inner.concrete) return this.#nothing(shape, unknownType(inner))
        return this.#orNull(shape, this.object(inner, value))
      }
    }
  }

  #list(shape: Extract<ValueShape, { kind: 'list' }>, items: readonly unknown[]): unknown {
    const result: unknown[] = []
    let violated = false
    for (const [index, item] of items.entries()) {
      this.#trail.push(index)
      const value = this.#value(shape.item, item)
      this.#trail.pop()
      if (value === undefined) violated = true
      result.push(value)
    }
    return this.#orNull(shape, violated ? undefined : result)
  }

  #orNull(shape: ValueShape, value: unknown): unknown {
    return value === undefined && shape.nullable ? null : value
  }

  /** Null where the shape allows it; `fault` is what is wrong with a value that is there. */
  #nothing(shape: ValueShape, fault: string | undefined): null | undefined {
    if (fault !== undefined) this.#report(`Cannot use what the member answered: ${fault}.`)
    else if (!shape.nullable) this.#report('Cannot return null for a non-nullable field.')
    return shape.nullable ? null : undefined
  }

  #report(message: string): void {
    this.#explained ??= new PathTree(this.#errors.flatMap((error) => (error.path ? [error.path] : [])))
    const path: ErrorPath = [...this.#trail]
    if (this.#explained.meets(path)) return
    this.#explained.add(path)
    this.#errors.push(new GraphQLError(message, { path, extensions: { code: 'INTERNAL' } }))
  }
}

function unknownType(shape: ObjectShape): string {
  return `the type of ${shape.typeName} is unknown`
}
