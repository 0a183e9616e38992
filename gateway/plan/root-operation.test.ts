import { describe, expect, it } from 'vitest'
import { readRootOperation } from './root-operation.ts'

const routed = (field: string) =>
  new Map([
    ['Query.complaint', { by: 'id', merge: undefined }],
    ['Mutation.fileComplaint', { by: 'input.door', merge: undefined }],
    ['Query.worklist', { by: 'regions', merge: ['openedAt', 'id'] }],
  ]).get(field)

describe('the jurisdiction of a root field', () => {
  const sourceOf = (text: string) => readRootOperation(text, [], routed).fields[0]?.jurisdiction

  it('may be written out, also inside an input', () => {
    expect(sourceOf('{ complaint(id: "64-1") { id } }')).toEqual({ kind: 'literal', value: '64-1' })
    expect(sourceOf('{ complaint(id: 64) { id } }')).toEqual({ kind: 'literal', value: '64' })
    expect(sourceOf('mutation { fileComplaint(input: { door: "64" }) { id } }')).toEqual({
      kind: 'literal',
      value: '64',
    })
  })

  it('may be a variable, or lie inside one', () => {
    expect(sourceOf('query ($i: ID!) { complaint(id: $i) { id } }')).toEqual({ kind: 'variable', name: 'i', path: [] })
    expect(sourceOf('mutation ($i: I!) { fileComplaint(input: $i) { id } }')).toEqual({
      kind: 'variable',
      name: 'i',
      path: ['door'],
    })
    expect(sourceOf('mutation ($d: ID!) { fileComplaint(input: { door: $d }) { id } }')).toEqual({
      kind: 'variable',
      name: 'd',
      path: [],
    })
  })

  it('is missing where nothing is sent, and undefined for a field without one', () => {
    expect(sourceOf('mutation { fileComplaint(input: {}) { id } }')).toEqual({ kind: 'literal', value: undefined })
    expect(sourceOf('{ categories { code } }')).toBeUndefined()
  })
})

describe('a part of a root operation', () => {
  const text = `query ($a: ID!, $b: ID!, $on: Boolean!) {
    a: complaint(id: $a) { ...T } ... on Query @include(if: $on) { b: complaint(id: $b) { id } a: complaint(id: $a) { body } }
  }
  fragment T on Complaint { title }`
  const operation = readRootOperation(text, ['a', 'b', 'on'], routed)
  const flat = (part: { readonly text: string }) => part.text.replace(/\s+/g, ' ')

  it('has only its fields, with what they use', () => {
    const part = operation.part(operation.fields.filter((field) => field.key === 'b'))
    expect(flat(part)).toBe('query ($b: ID!, $on: Boolean!) { ... @include(if: $on) { b: complaint(id: $b) { id } } }')
    expect(part.variables.toSorted()).toEqual(['b', 'on'])
  })

  it('keeps every occurrence of a field, and the conditions of each', () => {
    const part = operation.part(operation.fields.filter((field) => field.key === 'a'))
    expect(flat(part)).toBe(
      'query ($a: ID!, $on: Boolean!) { a: complaint(id: $a) { ...T } ... @include(if: $on) { a: complaint(id: $a) { body } } } fragment T on Complaint { title }',
    )
    expect(operation.fields[0]?.occurrences).toEqual([[], [{ variable: 'on', expected: true }]])
  })

  it('is the whole text when it has all fields', () => {
    expect(operation.part(operation.fields).text).toBe(text)
    expect(operation.part().variables).toEqual(['a', 'b', 'on'])
  })
})

describe('a list of many governments', () => {
  const operation = readRootOperation(
    'query ($n: Int) { worklist(regions: ["64", "72"], first: $n, status: [OPEN]) { edges { node { id } } } }',
    ['n'],
    routed,
  )

  it('is asked of a member for its part, with what the order needs', () => {
    const [field] = operation.fields
    const { text, variables } = operation.part(field && [field])
    expect(field?.jurisdiction).toBeUndefined()
    expect(text.replace(/\s+/g, ' ')).toBe(
      'query ($_regions: [ID!]!, $_first: Int, $_after: String) ' +
        '{ worklist(status: [OPEN], regions: $_regions, first: $_first, after: $_after) { edges { node { id } } ' +
        '_rows: edges { _cursor: cursor node { _place_0: openedAt _place_1: id } } _page: pageInfo { hasNextPage } } }',
    )
    expect([...variables].sort()).toEqual(['_after', '_first', '_regions'])
  })

  it('has its arguments read where the client wrote them', () => {
    const scattered = operation.fields[0]?.scattered
    expect(scattered?.argument('regions', {})).toEqual(['64', '72'])
    expect(scattered?.argument('first', { n: 7 })).toBe(7)
    expect(scattered?.argument('after', {})).toBeUndefined()
  })
})
