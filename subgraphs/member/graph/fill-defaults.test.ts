import { buildSchema, getOperationAST, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { defaultsFiller } from './fill-defaults.ts'

const schema = buildSchema(`
  enum Tongue { ID EN }
  input Place { code: String! depth: Int! = 2 near: [Place!] }
  input Filing { title: String! confidential: Boolean! = false tongue: Tongue! = ID note: String places: [Place!]! }
  type Query { file(input: Filing, inputs: [Filing!], n: Int): String }
`)

function filler(variables: string) {
  const operation = getOperationAST(parse(`query (${variables}) { file(n: 1) }`))
  if (!operation) throw new Error('no operation')
  return defaultsFiller(schema, operation)
}

describe('an input of variables', () => {
  const fill = filler('$input: Filing, $inputs: [Filing!], $n: Int')

  test('has the defaults of what it leaves out, however deep', () => {
    expect(fill({ input: { title: 'a', places: [{ code: '64', near: [{ code: '64.08' }] }] }, n: 3 })).toEqual({
      input: {
        ...{ title: 'a', confidential: false, tongue: 'ID' },
        places: [{ code: '64', depth: 2, near: [{ code: '64.08', depth: 2 }] }],
      },
      n: 3,
    })
    expect(fill({ inputs: [{ title: 'a', places: [] }] })).toEqual({
      inputs: [{ title: 'a', confidential: false, tongue: 'ID', places: [] }],
    })
  })

  test('keeps what it says, null too, and stays away where it is not sent', () => {
    const said = { title: 'a', confidential: true, tongue: null, places: [] }
    expect(fill({ input: said })).toEqual({ input: said })
    expect(fill({ n: 1 })).toEqual({ n: 1 })
    expect(fill({ input: null })).toEqual({ input: null })
  })

  test('that is none is left for the executor to refuse', () => {
    for (const wrong of ['text', 3, [1], { places: 'none' }]) {
      const { input } = fill({ input: wrong })
      expect(input).toEqual(
        typeof wrong === 'object' && !Array.isArray(wrong) ? { ...wrong, confidential: false, tongue: 'ID' } : wrong,
      )
    }
  })

  test('cannot reach what all objects share', () => {
    const input: unknown = JSON.parse('{ "title": "a", "places": [], "__proto__": { "polluted": true } }')
    const filled = fill({ input })
    expect(Object.hasOwn(Object(filled.input), '__proto__')).toBe(true)
    expect(Object('').polluted).toBeUndefined()
  })
})
