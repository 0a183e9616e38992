import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { memberSchema } from './testing/ask.ts'
import { missingFrom } from './testing/containment.ts'

const said = (contract: string) => missingFrom(memberSchema, parse(contract))

test('a type, field, argument or enum value that the member lacks is noticed', () => {
  expect(said('type Ombudsman { id: ID! }')).toEqual(['type Ombudsman is missing'])
  expect(said('type Receipt { printed: Boolean }')).toEqual(['field Receipt.printed is missing'])
  expect(said('type Query { regions(parent: ID, tier: Tier): [Region!] @shareable }')).toEqual([
    'tier of Query.regions is missing',
  ])
  expect(said('enum Tier { NATIONAL }')).toHaveLength(1)
  expect(said('scalar Money')).toEqual(['scalar Money is missing'])
})

test('another type or nullability than the contract says is noticed', () => {
  expect(said('type Receipt { secret: String! }')).toHaveLength(1)
  expect(said('type Receipt { state: String! }')).toHaveLength(1)
  expect(said('input DetailInput { key: String!, value: String }')).toHaveLength(1)
})

test('an input field that the contract does not know may not be required', () => {
  expect(said('input DetailInput { key: String! }')).toEqual([
    'DetailInput requires value, which the contract does not know',
  ])
})

test('other federation directives than the contract says are noticed', () => {
  expect(said('type Agency @key(fields: "code") { id: ID! }')).toHaveLength(1)
  expect(said('type Agency @routed(by: "region") { id: ID! }')).toHaveLength(1)
  expect(said('type Agency { name: String }')).toHaveLength(1)
  expect(said('type Agency { affairs: [String!] @shareable }')).toHaveLength(1)
  expect(said('type Query { case(id: ID!): Case }')).toHaveLength(1)
  expect(said('type Answer { agency: Agency @provides(fields: "name") }')).toHaveLength(1)
})
