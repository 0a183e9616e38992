import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isUnionType,
} from 'graphql'

/** Picks a whole number from 0 to below `limit`. */
export type Pick = (limit: number) => number

/** A pick that is the same in each run. */
export function seededPick(seed: number): Pick {
  let state = seed
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    return (state >> 8) % limit
  }
}

/** Aliases that are also fields' names, keys among them: what plans trip over. */
const ALIASES = ['id', 'name', 'code', 'title', 'v', 'first', '__typename', '_entities']
const CONDITIONS = ['', '', '', '', ' @include(if: $yes)', ' @skip(if: $no)', ' @include(if: $no)']

/** A query that may be invalid (a key for two fields): the reader validates it. It uses `$yes` and `$no`. */
export function generateQuery(schema: GraphQLSchema, pick: Pick): string {
  const query = schema.getQueryType()
  if (!query) throw new Error('The schema has no queries')
  const selection = selectionOf(schema, query, 4, pick)
  return `query ($yes: Boolean!, $no: Boolean!) {
    ${selection} yes: __typename @include(if: $yes) no: __typename @include(if: $no)
  }`
}

function selectionOf(schema: GraphQLSchema, type: GraphQLCompositeType, depth: number, pick: Pick): string {
  const parts: string[] = []
  for (let count = 1 + pick(3); count > 0; count--) {
    if (isAbstractType(type) && pick(2) === 0) {
      const possible = schema.getPossibleTypes(type)
      const one = possible[pick(possible.length)]
      if (one) parts.push(`... on ${one.name} { ${selectionOf(schema, one, depth, pick)} }`)
    } else if (isUnionType(type)) {
      parts.push('__typename')
    } else {
      parts.push(fieldOf(schema, Object.values(type.getFields()), depth, pick))
    }
  }
  return parts.join(' ')
}

function fieldOf(
  schema: GraphQLSchema,
  fields: readonly GraphQLField<unknown, unknown>[],
  depth: number,
  pick: Pick,
): string {
  const possible = fields.filter((field) => depth > 0 || isLeafType(getNamedType(field.type)))
  const field = possible[pick(possible.length || 1)]
  if (!field) return '__typename'
  const alias = pick(3) === 0 ? `${ALIASES[pick(ALIASES.length)]}: ` : ''
  const [argument] = field.args
  const value = argument && pick(2) === 0 ? `(${argument.name}: ${pick(2)})` : ''
  const type = getNamedType(field.type)
  const inner = isCompositeType(type) ? ` { ${selectionOf(schema, type, depth - 1, pick)} }` : ''
  return `${alias}${field.name}${value}${CONDITIONS[pick(CONDITIONS.length)]}${inner}`
}
