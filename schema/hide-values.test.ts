import { buildSchema, getVariableValues, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { hideValues } from './hide-values.ts'

const schema = buildSchema(`
  enum Kind { COMPLAINT }
  input Reporter { name: String phone: String }
  input Filing { door: ID! kind: Kind reporter: Reporter tags: [Reporter!] }
  type Query { file(input: Filing): ID }
`)
const document = parse('query ($input: Filing!) { file(input: $input) }')

function sentencesFor(input: unknown): readonly string[] {
  const operation = document.definitions.find((definition) => definition.kind === 'OperationDefinition')
  const sent = input === undefined ? {} : { input }
  const { errors } = getVariableValues(schema, operation?.variableDefinitions ?? [], sent)
  return (errors ?? []).map((error) => hideValues(error.message))
}

function sentencesOf(query: string): readonly string[] {
  return validate(schema, parse(query)).map((error) => hideValues(error.message))
}

describe('a sentence about a variable', () => {
  test.each<[unknown, string]>([
    [
      { door: '64', reporter: { phone: '0812' }, extra: 1 },
      'Variable "$input" got invalid value; Field "extra" is not defined by type "Filing".',
    ],
    [
      { reporter: { name: 'x; Field "y"' } },
      'Variable "$input" got invalid value; Field "door" of required type "ID!" was not provided.',
    ],
    [
      { door: null, reporter: { phone: '0812' } },
      'Variable "$input" got invalid value at "input.door"; Expected non-nullable type "ID!" not to be null.',
    ],
    [
      { door: '64', reporter: { phone: 812 } },
      'Variable "$input" got invalid value at "input.reporter.phone"; It has not the form that the schema asks for.',
    ],
    [
      { door: '64', tags: [{ phone: { a: 'b; 0812' } }] },
      'Variable "$input" got invalid value at "input.tags[0].phone"; It has not the form that the schema asks for.',
    ],
    [
      { door: '64', kind: '0812' },
      'Variable "$input" got invalid value at "input.kind"; It has not the form that the schema asks for.',
    ],
    ['0812', 'Variable "$input" got invalid value; Expected type "Filing" to be an object.'],
  ])('names the place and the rule and never the value: %j', (input, sentence) => {
    expect(sentencesFor(input)).toEqual([sentence])
  })

  test('that is missing stays as it is', () => {
    expect(sentencesFor(undefined)).toEqual(['Variable "$input" of required type "Filing!" was not provided.'])
  })
})

describe('a sentence about a value written in the operation', () => {
  test.each([
    ['{ file(input: {door: "64", reporter: {phone: 812}}) }', 'String cannot represent a non string value.'],
    ['{ file(input: {door: "64", reporter: "0812"}) }', 'Expected value of type "Reporter".'],
    ['{ file(input: {door: "64", kind: "0812"}) }', 'Enum "Kind" cannot represent non-enum value.'],
    ['{ file(input: {door: null}) }', 'Expected value of type "ID!", found null.'],
    ['{ nothing }', 'Cannot query field "nothing" on type "Query".'],
  ])('names the rule and never the value: %s', (query, sentence) => {
    expect(sentencesOf(query)).toEqual([sentence])
  })
})
