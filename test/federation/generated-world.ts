import {
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'

/** A thing of the generated world: everything about it follows from its type and key. */
interface Thing {
  readonly __typename: string
  readonly key: string
}

const KEY_FIELDS: ReadonlySet<string> = new Set(['id', 'code'])

/** A number that looks random and is always the same for the same text. */
export function numberOf(text: string): number {
  let number = 7
  for (const character of text) number = (number * 31 + character.charCodeAt(0)) % 1_000_003
  return number
}

/** The thing that a representation stands for. */
export function thingOf(representation: Readonly<Record<string, unknown>>): Thing {
  const key = representation.id ?? representation.code
  return { __typename: String(representation.__typename), key: String(key) }
}

/**
 * Answers every field of every schema of the world alike, whoever is asked: so subgraphs need no data, and the answer
 * to any operation is known from the whole schema alone. About one nullable value of six is null.
 */
export const resolveField: GraphQLFieldResolver<Partial<Thing> | undefined, unknown> = (source, args, _, info) => {
  const owner = source?.key ?? 'root'
  if (KEY_FIELDS.has(info.fieldName)) return owner
  const seed = `${info.parentType.name} ${owner} ${info.fieldName} ${JSON.stringify(args)}`
  return valueOrNull(info.returnType, seed, info.schema.getPossibleTypes.bind(info.schema))
}

type PossibleTypes = Parameters<typeof resolveField>[3]['schema']['getPossibleTypes']

function valueOrNull(type: GraphQLOutputType, seed: string, possibleTypes: PossibleTypes): unknown {
  if (isNonNullType(type)) return presentValue(type.ofType, seed, possibleTypes)
  return numberOf(seed) % 6 === 0 ? null : presentValue(type, seed, possibleTypes)
}

function presentValue(type: GraphQLOutputType, seed: string, possibleTypes: PossibleTypes): unknown {
  const number = numberOf(seed)
  if (isListType(type)) return [0, 1, 2].map((index) => valueOrNull(type.ofType, `${seed} ${index}`, possibleTypes))
  const key = String(number % 4)
  if (isObjectType(type)) return { __typename: type.name, key }
  if (isAbstractType(type)) {
    const names = possibleTypes(type)
      .map((one) => one.name)
      .sort()
    return { __typename: names[number % names.length], key }
  }
  return getNamedType(type).name === 'Int' ? number % 100 : `text ${number}`
}
