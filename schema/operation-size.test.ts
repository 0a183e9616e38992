import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { refuseOversized } from './operation-size.ts'

const limits = { maxTokens: 100, maxDepth: 3, maxFields: 20, maxAliases: 3, maxRootFields: 4, maxRepeats: 3 }
const codeOf = (query: string) => refuseOversized(parse(query), limits)?.extensions

describe('an operation', () => {
  it('within the limits is not refused', () => {
    expect(codeOf('{ a { b { c } } d: e }')).toBeUndefined()
  })

  it('is as deep as its fields, those of fragments included', () => {
    expect(codeOf('{ a { b { c { d } } } }')).toMatchObject({ code: 'QUERY_TOO_DEEP' })
    expect(codeOf('{ a { ...F } } fragment F on T { b { ... { c { d } } } }')).toMatchObject({ code: 'QUERY_TOO_DEEP' })
  })

  it('is as deep as the values in its arguments', () => {
    expect(codeOf('{ a(v: [[[[1]]]]) }')).toMatchObject({ code: 'QUERY_TOO_DEEP' })
    expect(codeOf('{ a(v: { b: { c: [{}] } }) }')).toMatchObject({ code: 'QUERY_TOO_DEEP' })
  })

  it('has as many fields as its fragments make of them', () => {
    const fragments = [1, 2, 3, 4].map((n) => `fragment F${n} on T { ...F${n + 1} ...F${n + 1} }`).join(' ')
    expect(codeOf(`{ a { ...F1 } } ${fragments} fragment F5 on T { x y }`)).toMatchObject({ code: 'QUERY_TOO_LARGE' })
  })

  it('has a limit of aliases and of root fields', () => {
    expect(codeOf('{ a { b: x c: x d: x e: x } }')).toMatchObject({ code: 'QUERY_TOO_LARGE', maxAliases: 3 })
    expect(codeOf('{ a b c ...{ d e } }')).toMatchObject({ code: 'QUERY_TOO_LARGE', maxRootFields: 4 })
  })

  it('has a limit of fields that fall together, wherever they stand', () => {
    const refused = { code: 'QUERY_TOO_LARGE', maxRepeats: 3 }
    expect(codeOf('{ a { b { c } b { c } b { c } } }')).toBeUndefined()
    expect(codeOf('{ a { b { c } b { c } b { c } b { c } } }')).toMatchObject(refused)
    expect(codeOf('{ a { b { c } b { c } } ...F } fragment F on T { a { b { c } ... { b { c } } } }')).toMatchObject(
      refused,
    )
    expect(codeOf('{ a { x: b { c } y: b { c } b { c } } d { b { c } } }')).toBeUndefined()
  })

  it('with a fragment that contains itself is refused as validation would', () => {
    const refused = { code: 'GRAPHQL_VALIDATION_FAILED' }
    const cycle = 'fragment F on T { b { ...G } } fragment G on T { ...F }'
    expect(codeOf(`{ a { ...F } } ${cycle}`)).toMatchObject(refused)
    expect(codeOf(`{ a { ...F ...F ...G ...G } } ${cycle}`)).toMatchObject(refused)
  })
})
