import { describe, expect, it } from 'vitest'
import { isOlder, readMemberTypes, reduceOperation } from './older-contract.ts'

const types = readMemberTypes(`
  type Query { thing(id: ID!): Thing }
  extend type Query { other: Thing }
  type Thing { id: ID! name: String inner: Inner }
  type Inner { a: Int }
`)
const reduce = (text: string) => {
  const { text: reduced, missing } = reduceOperation(text, types)
  return { text: reduced?.replace(/\s+/g, ' '), missing }
}

describe('an operation for a member with an older contract', () => {
  it('that it serves whole stays as it is', () => {
    expect(reduce('{ thing(id: "1") { id inner { a } } }').missing).toEqual([])
  })

  it('loses the fields that the member has not, and the variables that only they use', () => {
    expect(reduce('query ($id: ID!, $n: Int) { thing(id: $id) { name fresh(n: $n) inner { a b } } }')).toEqual({
      text: 'query ($id: ID!) { thing(id: $id) { name inner { a } } }',
      missing: ['Thing.fresh', 'Inner.b'],
    })
  })

  it('keeps an object of which nothing else is left', () => {
    expect(reduce('{ thing(id: "1") { inner { b } } }').text).toBe('{ thing(id: "1") { inner { __typename } } }')
  })

  it('on entities loses what their types have not, and the types that there are not', () => {
    const text =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { name fresh } ... on Fresh { id } } }'
    expect(reduce(text)).toEqual({
      text: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { name } } }',
      missing: ['Thing.fresh', 'Fresh'],
    })
  })

  it('is not sent at all when nothing is left', () => {
    expect(reduce('{ fresh { id } }')).toEqual({ text: undefined, missing: ['Query.fresh'] })
  })
})

it('a member is older when a field of one of its contracts is not there', () => {
  const fields = new Map([['things', new Map([['Thing', new Set(['id', 'fresh'])]])]])
  expect(isOlder(types, ['things'], fields)).toBe(true)
  expect(isOlder(types, ['others'], fields)).toBe(false)
})
