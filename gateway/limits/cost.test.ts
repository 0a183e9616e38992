import { buildSchema, GraphQLError, Kind, type OperationDefinitionNode, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { compileCost, refuseCostly } from './cost.ts'

const schema = buildSchema(`
  directive @listSize(assumedSize: Int) on FIELD_DEFINITION
  type Query { one: Thing things: [Thing!]! few: [Thing!] @listSize(assumedSize: 2) page(first: Int, after: String): Page some(first: Int = 3): [Thing!] }
  type Page { edges: [Edge!]! totalCount: Int }
  type Edge { node: Thing! }
  type Thing { id: ID! name: String other: Thing parts: [Thing!]! tags: [String!]! }
`)

function costOf(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query)
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  )
  if (!operation) throw new Error('no operation')
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  )
  return compileCost(schema, operation, fragments)(variables)
}

describe('the cost of an operation', () => {
  it.each([
    ['an object counts one, its texts and numbers nothing', '{ one { id name tags } }', 1],
    ['a list of unknown length counts ten', '{ things { id } }', 10],
    ['a list counts what the schema says', '{ few { other { id } } }', 4],
    ['a list counts what the operation asks for', '{ some(first: 5) { id } }', 5],
    ['a list counts what it brings by default', '{ some { id } }', 3],
    [
      'a page counts its rows, and what each of them brings',
      '{ page(first: 100) { edges { node { other { id } } } } }',
      301,
    ],
    ['a page without a size counts twenty', '{ page { edges { node { id } } } }', 41],
    ['lists within lists multiply', '{ things { parts { parts { id } } } }', 10 + 100 + 1000],
    [
      'fragments and aliases count as often as they stand there',
      '{ a: one { ...F } b: one { ...F } } fragment F on Thing { other { id } }',
      4,
    ],
  ])('%s', (_, query, cost) => {
    expect(costOf(query)).toBe(cost)
  })

  it('is that of the variables', () => {
    const query = 'query ($first: Int) { page(first: $first) { edges { node { id } } } }'
    expect([costOf(query, { first: 100 }), costOf(query), costOf(query, { first: -5 })]).toEqual([201, 41, 1])
  })

  it('above the limit is refused with both numbers', () => {
    expect(refuseCostly(5, 5)).toBeUndefined()
    const refused = refuseCostly(6, 5)
    expect(refused).toBeInstanceOf(GraphQLError)
    expect(refused?.extensions).toEqual({ code: 'QUERY_TOO_COSTLY', cost: 6, maxCost: 5 })
  })
})
