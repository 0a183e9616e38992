import { Refusal } from '@lawang/schema/errors'

/** What a gateway knows of an entity: its type and the fields of its key. */
export interface Representation {
  readonly __typename: string
  readonly [field: string]: unknown
}

/** Reads a value of `_Any`. Throws with what is missing. */
export function readRepresentation(value: unknown): Representation {
  if (typeof value !== 'object' || value === null || !('__typename' in value) || typeof value.__typename !== 'string') {
    throw new TypeError('A representation is an object with __typename and the fields of a key')
  }
  return { ...value, __typename: value.__typename }
}

/** A field of a representation's key. Refuses with BAD_USER_INPUT what is missing or no text. */
export function keyOf(representation: Representation, field: string): string {
  const value = representation[field]
  if (typeof value === 'string') return value
  throw new Refusal('BAD_USER_INPUT', `A representation of ${representation.__typename} carries its key ${field}.`)
}
