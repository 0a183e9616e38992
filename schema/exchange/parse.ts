/**
 * The small pieces that read untrusted JSON: each takes a value and where it stands, and gives it back typed or throws
 * `MalformedMessage`. An error names the place and what belongs there, never the value: messages carry what people wrote.
 */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage'

  constructor(path: string, expected: string) {
    super(`${path} is not ${expected}`)
  }
}

export type Parse<T> = (value: unknown, path: string) => T

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A string that `accepts`; `expected` completes "... is not". */
export function textThat(accepts: (text: string) => boolean, expected: string): Parse<string> {
  return (value, path) => {
    if (typeof value === 'string' && accepts(value)) return value
    throw new MalformedMessage(path, expected)
  }
}

/** A whole number from `least`, exact in JSON. */
export function integerFrom(least: number): Parse<number> {
  return (value, path) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value
    throw new MalformedMessage(path, `a whole number from ${least}`)
  }
}

export const bool: Parse<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value
  throw new MalformedMessage(path, 'true or false')
}

/** One of the names of a list. */
export function oneOfList<T extends string>(names: readonly T[]): Parse<T> {
  return (value, path) => {
    const known = names.find((name) => name === value)
    if (known !== undefined) return known
    throw new MalformedMessage(path, `one of ${names.join(', ')}`)
  }
}

/** One of the keys of `names`: a record, so that the compiler notices a word that is missing. */
export function oneOf<T extends string>(names: Readonly<Record<T, true>>): Parse<T> {
  const isName = (value: unknown): value is T => typeof value === 'string' && Object.hasOwn(names, value)
  return (value, path) => {
    if (isName(value)) return value
    throw new MalformedMessage(path, `one of ${Object.keys(names).join(', ')}`)
  }
}

/** Exactly this value. */
export function literal<const T extends string | number>(expected: T): Parse<T> {
  return (value, path) => {
    if (value === expected) return expected
    throw new MalformedMessage(path, JSON.stringify(expected))
  }
}

/** A field that may be left out. */
export function optional<T>(parse: Parse<T>): Parse<T | undefined> {
  return (value, path) => (value === undefined ? undefined : parse(value, path))
}

export function listOf<T>(parse: Parse<T>): Parse<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new MalformedMessage(path, 'a list')
    return value.map((item: unknown, index) => parse(item, `${path}[${index}]`))
  }
}

export type Fields<T> = { readonly [K in keyof T]-?: Parse<T[K]> }

/**
 * An object with these fields and no others. A field that is unknown here is refused rather than dropped: events are
 * hashed with all their fields, and what was dropped could not be verified by whoever reads it next.
 */
export function record<T extends object>(fields: Fields<T>): Parse<T> {
  const parsers = Object.entries<Parse<unknown>>(fields)
  return (value, path) => {
    if (!isRecord(value)) throw new MalformedMessage(path, 'an object')
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(fields, key)) throw new MalformedMessage(`${path}.${key}`, 'a field of this message')
    }
    const result: Record<string, unknown> = {}
    for (const [key, parse] of parsers) {
      const parsed = parse(value[key], `${path}.${key}`)
      if (parsed !== undefined) result[key] = parsed
    }
    // Every field of T has been parsed by its own parser: `Fields<T>` leaves none out.
    return result as T
  }
}

/** An object of the kind that its `type` names. */
export function byType<T extends { readonly type: string }>(
  kinds: {
    readonly [K in T['type']]: Parse<Extract<T, { type: K }>>
  },
): Parse<T> {
  return byName('type', kinds)
}

/** An object of the kind that its `kind` names. */
export function byKind<T extends { readonly kind: string }>(
  kinds: {
    readonly [K in T['kind']]: Parse<Extract<T, { kind: K }>>
  },
): Parse<T> {
  return byName('kind', kinds)
}

function byName<T>(field: string, kinds: Readonly<Record<string, Parse<T>>>): Parse<T> {
  const parsers: ReadonlyMap<unknown, Parse<T>> = new Map(Object.entries(kinds))
  return (value, path) => {
    const parse = isRecord(value) ? parsers.get(value[field]) : undefined
    if (!parse) throw new MalformedMessage(`${path}.${field}`, `one of ${Object.keys(kinds).join(', ')}`)
    return parse(value, path)
  }
}
