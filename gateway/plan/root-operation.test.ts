import { describe, expect, it } from 'vitest'
import { readRootOperation } from './root-operation.ts'

const routed = (field: string) =>
  new Map([
    ['Query.complaint', 'id'],
    ['Mutation.fileComplaint', 'input.door'],
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
