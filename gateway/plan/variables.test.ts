import { buildSchema, getVariableValues, type OperationDefinitionNode, parse } from 'graphql'
import { expect, it } from 'vitest'
import { compileVariables } from './variables.ts'

const schema = buildSchema(
  'type Query { a(id: ID, text: String, is: Boolean, size: Float, box: Box): Int } input Box { size: Int! } enum Tone { LOW } scalar Day',
)
const TYPES = ['ID', 'String', 'Int', 'Boolean', 'Float', 'Box', 'Tone', 'Day', '[Int!]', 'Int = 3']
const VALUES = [
  undefined,
  null,
  '',
  'x',
  0,
  -0,
  1.5,
  2 ** 31,
  -(2 ** 31),
  Number.NaN,
  true,
  [1],
  {},
  { size: 1 },
  'LOW',
]

it('variables become what graphql-js makes of them, whatever is sent', () => {
  for (const type of TYPES.flatMap((name) => [name, name.includes('=') ? name : `${name}!`])) {
    const [operation] = parse(`query ($v: ${type}) { a }`).definitions
    const definitions = (operation as OperationDefinitionNode).variableDefinitions ?? []
    const coerce = compileVariables(schema, definitions)
    for (const value of VALUES) {
      for (const sent of value === undefined ? [{}, { v: undefined }] : [{ v: value }, { v: value, other: 1 }]) {
        const expected = getVariableValues(schema, definitions, sent)
        const found = coerce(sent)
        expect(found.errors?.length, `${type} ${JSON.stringify(sent)}`).toBe(expected.errors?.length)
        expect(found.variables, `${type} ${JSON.stringify(sent)}`).toEqual(expected.coerced)
      }
    }
  }
})

it('names that every object has are no variables that were sent', () => {
  const [operation] = parse('query ($toString: String) { a }').definitions
  const coerce = compileVariables(schema, (operation as OperationDefinitionNode).variableDefinitions ?? [])
  expect(coerce({})).toEqual({ variables: {} })
})
