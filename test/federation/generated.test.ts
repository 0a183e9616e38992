import { startPlainGateway } from '@lawang/gateway/execute/plain-gateway.fixture'
import type { Resolvers } from '@lawang/gateway/execute/subgraph-server.fixture'
import { buildSchema, execute, parse, validate } from 'graphql'
import { expect, it } from 'vitest'
import { generateQuery, seededPick } from './generated-operations.ts'
import { resolveField, thingOf } from './generated-world.ts'

const WHOLE = buildSchema(`
  type Query { things: [Thing!] search(n: Int): [Found] road: Road }
  union Found = Road | Bridge | Note
  interface Thing { id: ID! name(n: Int): String }
  type Road implements Thing {
    id: ID! name(n: Int): String v: Int parts: [Part] lanes(n: Int): String bridge: Bridge cost: Int
  }
  type Bridge implements Thing { id: ID! name(n: Int): String v: String parts: [Part!] lanes(n: Int): Int near: [Part] }
  type Note { title: String about: Thing }
  type Part { code: ID! a: Int z(n: Int): Int next: Part }
`)

const LEFT = `
  type Query { things: [Thing!] search(n: Int): [Found] road: Road }
  union Found = Road | Bridge | Note
  interface Thing { id: ID! name(n: Int): String }
  type Road implements Thing @key(fields: "id") { id: ID! name(n: Int): String v: Int parts: [Part] }
  type Bridge implements Thing @key(fields: "id") { id: ID! name(n: Int): String v: String parts: [Part!] }
  type Note { title: String about: Thing }
  type Part @key(fields: "code") { code: ID! a: Int }
`
const RIGHT = `
  type Road @key(fields: "id") {
    id: ID! v: Int @external lanes(n: Int): String bridge: Bridge cost: Int @requires(fields: "v")
  }
  type Bridge @key(fields: "id") { id: ID! lanes(n: Int): Int near: [Part] }
  type Part @key(fields: "code") { code: ID! z(n: Int): Int next: Part }
`

const QUERIES = 400

it(`answers ${QUERIES} generated queries as one schema that has everything would`, async () => {
  const references = { resolveReference: thingOf }
  const resolvers: Resolvers = { Road: references, Bridge: references, Part: references }
  const gateway = await startPlainGateway({
    left: { typeDefs: LEFT, resolvers, resolveField },
    right: { typeDefs: RIGHT, resolvers, resolveField },
  })
  const pick = seededPick(20_260_101)
  const variables = { yes: true, no: false }
  for (let done = 0; done < QUERIES; ) {
    const query = generateQuery(WHOLE, pick)
    const document = parse(query)
    if (validate(WHOLE, document).length > 0) continue
    done++
    const expected = await execute({ schema: WHOLE, document, variableValues: variables, fieldResolver: resolveField })
    const answer = await gateway.ask(query, variables)
    expect(answer, query).toEqual(JSON.parse(JSON.stringify(expected)))
  }
  expect(gateway.faults).toEqual([])
  expect(gateway.subgraphs.right?.requests.length).toBeGreaterThan(QUERIES / 4)
  await gateway.close()
})
