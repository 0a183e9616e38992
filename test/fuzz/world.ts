import type { Resolvers } from '@lawang/gateway/execute/subgraph-server.fixture'
import { buildSchema } from 'graphql'
import { thingOf } from '../federation/generated-world.ts'

/** What the subgraphs of the world are together. */
export const WORLD = buildSchema(`
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

/** Two subgraphs with everything that plans are made of: unions, an interface, several keys, @requires. */
export const SUBGRAPHS = {
  left: `
    type Query { things: [Thing!] search(n: Int): [Found] road: Road }
    union Found = Road | Bridge | Note
    interface Thing { id: ID! name(n: Int): String }
    type Road implements Thing @key(fields: "id") { id: ID! name(n: Int): String v: Int parts: [Part] }
    type Bridge implements Thing @key(fields: "id") { id: ID! name(n: Int): String v: String parts: [Part!] }
    type Note { title: String about: Thing }
    type Part @key(fields: "code") { code: ID! a: Int }
  `,
  right: `
    type Road @key(fields: "id") {
      id: ID! v: Int @external lanes(n: Int): String bridge: Bridge cost: Int @requires(fields: "v")
    }
    type Bridge @key(fields: "id") { id: ID! lanes(n: Int): Int near: [Part] }
    type Part @key(fields: "code") { code: ID! z(n: Int): Int next: Part }
  `,
}

const reference = { resolveReference: thingOf }
export const RESOLVERS: Resolvers = { Road: reference, Bridge: reference, Part: reference }
