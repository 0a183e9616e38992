import { buildSubgraphSchema } from '@apollo/subgraph'
import { contractsOf, GOVERNMENT_TIERS } from '@lawang/schema/tier'
import { type GraphQLSchema, isUnionType, parse, validateSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { readContract, serviceText } from './contracts.ts'
import { memberSchema } from './graph/testing/ask.ts'
import { missingFrom } from './graph/testing/containment.ts'

/** What a gateway asks every subgraph for, as text. */
function machinery(schema: GraphQLSchema): readonly string[] {
  const fields = schema.getQueryType()?.getFields()
  const entity = schema.getType('_Entity')
  return [
    ...['_entities', '_service'].map((name) => {
      const field = fields?.[name]
      return `${name}(${field?.args.map((argument) => `${argument.name}: ${argument.type}`)}): ${field?.type}`
    }),
    ...(isUnionType(entity) ? entity.getTypes().map(String).toSorted() : []),
  ]
}

describe.each(GOVERNMENT_TIERS)('what _service answers at a member of the tier %s', (tier) => {
  const subgraph = buildSubgraphSchema(parse(serviceText(tier)))

  test('is a subgraph by the reference implementation', () => {
    expect(validateSchema(subgraph)).toEqual([])
  })

  test("has the entities that the member's own schema resolves, asked for in the same way", () => {
    expect(machinery(memberSchema)).toEqual(machinery(subgraph))
  })
})

test('every member serves the contracts that are common to all tiers', () => {
  const common = contractsOf('NATIONAL').filter((contract) => contractsOf('REGENCY').includes(contract))
  expect(common).toEqual(['complaints', 'agencies'])
  for (const contract of common) expect(missingFrom(memberSchema, parse(readContract(contract)))).toEqual([])
})
