import { describe, expect, it } from 'vitest'
import { isOlder, readMemberTypes, reduceOperation } from './older-contract.ts'

const types = readMemberTypes(`
  type Query { thing(id: ID!, filter: Filter): Thing }
  type Mutation { make(input: Filter): Thing }
  input Filter { kind: Kind ids: [ID!] }
  enum Kind { A }
  extend type Query { other: Thing }
  type Thing { id: ID! name: String inner: Inner }
  type Inner { a: Int }
`)
const reduce = (text: string) => {
  const { text: reduced, missing } = reduceOperation(text, {}, types)
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

describe('what a member with an older contract does not take', () => {
  const asked = (text: string, variables: Record<string, unknown> = {}) => {
    const { text: reduced, ...rest } = reduceOperation(text, variables, types)
    return { text: reduced?.replace(/\s+/g, ' '), variables: rest.variables, refused: rest.refused }
  }

  it('is left out where it has no value', () => {
    const query = 'query ($f: Filter, $n: Int) { thing(id: "1", filter: $f, first: $n) { name } }'
    expect(asked(query, { f: { ids: ['1'], fresh: null }, n: null })).toEqual({
      text: 'query ($f: Filter) { thing(id: "1", filter: $f) { name } }',
      variables: { f: { ids: ['1'] } },
      refused: [],
    })
    expect(asked('{ thing(id: "1", filter: { ids: [], fresh: null }) { name } }').text).toBe(
      '{ thing(id: "1", filter: {ids: []}) { name } }',
    )
  })

  it.each([
    ['an argument', '{ a: thing(id: "1", first: 2) { name } }', {}, 'Query.thing(first:)'],
    [
      'an argument by variable',
      'query ($n: Int) { a: thing(id: "1", first: $n) { name } }',
      { n: 2 },
      'Query.thing(first:)',
    ],
    ['an input field', '{ a: thing(id: "1", filter: { fresh: 1 }) { name } }', {}, 'Filter.fresh'],
    [
      'a field of a variable',
      'query ($f: Filter) { a: thing(id: "1", filter: $f) { name } }',
      { f: { fresh: 0 } },
      'Filter.fresh',
    ],
    ['a value of an enum', '{ a: thing(id: "1", filter: { kind: B }) { name } }', {}, 'Kind.B'],
    [
      'a value of an enum by variable',
      'query ($k: Kind) { a: thing(id: "1", filter: { kind: $k }) { name } }',
      { k: 'B' },
      'Kind.B',
    ],
  ])('keeps its field from being asked where %s has a value', (_, query, variables, input) => {
    expect(asked(query, variables)).toEqual({ text: undefined, variables, refused: [{ key: 'a', inputs: [input] }] })
  })

  it('is refused in every field that asks with the same variable', () => {
    const query = 'query ($f: Filter) { a: thing(id: "1", filter: $f) { id } b: thing(id: "2", filter: $f) { id } }'
    expect(asked(query, { f: { fresh: 0 } }).refused.map(({ key }) => key)).toEqual(['a', 'b'])
  })

  it('keeps a change from being made otherwise than it was meant, and no other', () => {
    expect(asked('mutation { b: make(input: { fresh: 1 }) { name } c: make(input: { kind: A }) { name } }')).toEqual({
      text: 'mutation { c: make(input: {kind: A}) { name } }',
      variables: {},
      refused: [{ key: 'b', inputs: ['Filter.fresh'] }],
    })
  })
})

it('a member is older when an argument, an input field or the value of an enum is not there', () => {
  const older = (type: string, name: string) =>
    isOlder(types, ['things'], new Map([['things', new Map([[type, new Set([name])]])]]))
  expect([older('Query.thing', 'id'), older('Filter', 'kind'), older('Kind', 'A')]).toEqual([false, false, false])
  expect([older('Query.thing', 'first'), older('Filter', 'fresh'), older('Kind', 'B')]).toEqual([true, true, true])
})
