import { REFUSALS } from '@lawang/schema/errors'
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/**
 * What an operation may bring at most: each object counts 1, and as often as it may come. A list whose length the
 * operation says (`first`, `last`, `limit`, also of a connection's `edges` and `nodes`) counts so many, another one what
 * the schema says by `@listSize(assumedSize:)`, else `ASSUMED_LIST`.
 */
export type CostOf = (variables: Readonly<Record<string, unknown>>) => number

const ASSUMED_LIST = 10
const SLICING_ARGUMENTS: readonly string[] = ['first', 'last', 'limit']
const SIZED_FIELDS: ReadonlySet<string> = new Set(['edges', 'nodes'])
/** A page without a size of its own: what the contracts give by default. */
const DEFAULT_PAGE = 20

/** One selected field: `times` is how many objects it brings for each of its parent's. */
interface CostNode {
  readonly times: (variables: Readonly<Record<string, unknown>>, page: number) => number
  /** The page that its connection fields have; undefined where it is none. */
  readonly page: ((variables: Readonly<Record<string, unknown>>) => number) | undefined
  readonly weight: 0 | 1
  readonly inner: readonly CostNode[]
}

/** Works out once what depends on the variables afterwards. The operation is valid. */
export function compileCost(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): CostOf {
  const root = schema.getRootType(operation.operation)
  const nodes = root ? select(schema, operation.selectionSet, root, fragments) : []
  return (variables) => sum(nodes, variables, DEFAULT_PAGE)
}

/** The refusal of an operation that may bring more than `maxCost`; undefined for the others. */
export function refuseCostly(cost: number, maxCost: number): GraphQLError | undefined {
  if (cost <= maxCost) return undefined
  const code = 'QUERY_TOO_COSTLY'
  return new GraphQLError(REFUSALS[code], { extensions: { code, cost, maxCost } })
}

function sum(nodes: readonly CostNode[], variables: Readonly<Record<string, unknown>>, page: number): number {
  let total = 0
  for (const node of nodes) {
    const inner = sum(node.inner, variables, node.page?.(variables) ?? DEFAULT_PAGE)
    total += node.times(variables, page) * (node.weight + inner)
  }
  return total
}

function select(
  schema: GraphQLSchema,
  selectionSet: SelectionSetNode,
  parent: GraphQLNamedType,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly CostNode[] {
  return selectionSet.selections.flatMap((selection): readonly CostNode[] => {
    if (selection.kind === Kind.FIELD) {
      const field = fieldOf(parent, selection.name.value)
      return field ? [costNode(schema, selection, field, fragments)] : []
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
    if (!fragment) return []
    const condition = fragment.typeCondition?.name.value
    const type = condition === undefined ? parent : schema.getType(condition)
    return type ? select(schema, fragment.selectionSet, type, fragments) : []
  })
}

function fieldOf(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
}

function costNode(
  schema: GraphQLSchema,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): CostNode {
  const type = getNamedType(field.type)
  const isList = isListType(getNullableType(field.type))
  const asked = slicing(node, field)
  return {
    weight: isCompositeType(type) ? 1 : 0,
    times: listTimes(node, field, isList, asked),
    page: isList ? undefined : asked,
    inner: node.selectionSet ? select(schema, node.selectionSet, type, fragments) : [],
  }
}

function listTimes(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  isList: boolean,
  asked: CostNode['page'],
): CostNode['times'] {
  if (!isList) return () => 1
  if (asked) return asked
  if (SIZED_FIELDS.has(node.name.value)) return (_variables, page) => page
  const assumed = assumedSize(field)
  return () => assumed
}

/** How many the operation asks for, undefined for a field that has no such argument. */
function slicing(node: FieldNode, field: GraphQLField<unknown, unknown>): CostNode['page'] {
  const known = field.args.find(({ name }) => SLICING_ARGUMENTS.includes(name))
  if (!known) return undefined
  const byDefault = typeof known.defaultValue === 'number' ? known.defaultValue : DEFAULT_PAGE
  const value = node.arguments?.find(({ name }) => name.value === known.name)?.value
  if (value?.kind === Kind.INT) return () => Math.max(0, Number(value.value))
  if (value?.kind !== Kind.VARIABLE) return () => byDefault
  const { value: name } = value.name
  return (variables) => {
    const given = variables[name]
    return typeof given === 'number' ? Math.max(0, given) : byDefault
  }
}

function assumedSize(field: GraphQLField<unknown, unknown>): number {
  const directive = field.astNode?.directives?.find(({ name }) => name.value === 'listSize')
  const size = directive?.arguments?.find(({ name }) => name.value === 'assumedSize')?.value
  return size?.kind === Kind.INT ? Number(size.value) : ASSUMED_LIST
}
