import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ask, expectAlive, expectRefused, post, watchStored } from './unharmed.ts'

const { gateway, members } = inject('network')
const DOORS = [
  ['the gateway', gateway],
  ['a member', members['kutai-timur'] ?? ''],
] as const

const stored = watchStored()
beforeAll(() => stored.remember())
afterAll(async () => {
  await stored.expectSame()
  await expectAlive()
  await stored.close()
})

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ')
const COMPLAINT = 'complaint(id: "6408-0")'

/** Each spreads the one below twice: 2 to the power of their number. */
const DOUBLING = times(
  25,
  (i) => `fragment F${i} on Category { a: parent { ...F${i + 1} } b: parent { ...F${i + 1} } }`,
)

/** What has to be refused before anything is executed, and as what. */
const ATTACKS: readonly (readonly [string, string, string])[] = [
  ['5,000 aliases', `{ ${times(5_000, (i) => `a${i}: __typename`)} }`, 'QUERY_TOO_LARGE'],
  [
    '300 root fields that each ask a member',
    `{ ${times(300, (i) => `a${i}: ${COMPLAINT} { id }`)} }`,
    'QUERY_TOO_LARGE',
  ],
  ['50 levels', `{ categories ${'{ parent '.repeat(50)} { code } ${'}'.repeat(50)} }`, 'QUERY_TOO_DEEP'],
  ['50 levels of values', `{ complaint(id: ${'['.repeat(50)}1${']'.repeat(50)}) { id } }`, 'QUERY_TOO_DEEP'],
  ['20,000 brackets', '{ a '.repeat(20_000), 'QUERY_TOO_LARGE'],
  ['3,000 directives on a field', `{ __typename ${'@include(if: true) '.repeat(3_000)} }`, 'QUERY_TOO_LARGE'],
  ['500 directives on a field', `{ __typename ${'@include(if: true) '.repeat(500)} }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['500 unknown directives', `{ __typename ${times(500, (i) => `@d${i}`)} }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['a fragment within itself', '{ ...A } fragment A on Query { ...A }', 'GRAPHQL_VALIDATION_FAILED'],
  [
    'fragments in a ring',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'fragments that double at each level',
    `{ categories { ...F0 } } ${DOUBLING} fragment F25 on Category { code }`,
    'QUERY_TOO_DEEP',
  ],
  [
    'fragments that double on one level',
    `{ ...F0 } ${times(15, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F15 on Query { __typename }`,
    'QUERY_TOO_LARGE',
  ],
  ['900 fields that fall together', `{ categories { ${'parent { code } '.repeat(900)} } }`, 'QUERY_TOO_LARGE'],
  [
    'lists of the schema within one another',
    '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'lists of a type within one another',
    '{ __type(name: "Query") { fields { type { possibleTypes { interfaces { possibleTypes { fields { name } } } } } } } }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['3,000 operations in a document', times(3_000, (i) => `query Q${i} { __typename }`), 'QUERY_TOO_LARGE'],
  ['200 operations and no name', times(200, (i) => `query Q${i} { __typename }`), 'OPERATION_RESOLUTION_FAILURE'],
  [
    '500 variables that nobody uses',
    `query (${times(500, (i) => `$v${i}: Int`)}) { __typename }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['a subscription by plain POST', 'subscription { complaintChanged { cursor } }', 'SUBSCRIPTION_NEEDS_SOCKET'],
]

describe.each(DOORS)('a document that is made to tire a server, at %s', (_door, url) => {
  it.each(ATTACKS)('%s', async (_attack, query, code) => {
    expectRefused(await ask(url, query), code)
    // the second time, when it is remembered
    expectRefused(await ask(url, query), code)
  })

  it('a batch of a thousand operations', async () => {
    const batch = Array.from({ length: 1_000 }, () => ({ query: '{ __typename }' }))
    const answer = await post(url, JSON.stringify(batch))
    expect(answer.status).toBe(400)
    expectRefused(answer, 'BAD_REQUEST')
  })

  it('the introspection that tools send passes', async () => {
    const { getIntrospectionQuery } = await import('graphql')
    const { text } = await ask(url, getIntrospectionQuery())
    expect(JSON.parse(text).data.__schema.types.length).toBeGreaterThan(20)
  })

  it('errors of many faults are few', async () => {
    const { text } = await ask(url, `{ ${times(150, (i) => `unknown${i}`)} }`)
    expect(JSON.parse(text).errors.length).toBeLessThanOrEqual(21)
  })
})

it('a list that multiplies is refused by its cost', async () => {
  const query = `query ($n: Int) { ${times(40, (i) => `a${i}: complaints(first: $n) { edges { node { complaint { journey { from { name } } } } } }`)} }`
  expectRefused(await ask(gateway, query, { n: 100 }), 'QUERY_TOO_COSTLY')
})
