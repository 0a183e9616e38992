import type { Phenomenon } from '../phenomenon.ts'

const lengthOf = (list: unknown) => (Array.isArray(list) ? list.length : -1)

export default {
  subgraphs: {
    people: {
      typeDefs: 'type Query { person: Person } type Person @key(fields: "id") { id: ID! name: String! }',
      resolvers: { Query: { person: () => ({ id: '1', name: 'Ayu' }) } },
    },
    sums: {
      typeDefs: `
        type Letter @key(fields: "id", resolvable: false) { id: ID! }
        type Person @key(fields: "id") {
          id: ID!
          letters: [Letter!] @external
          count: Int @requires(fields: "letters { id }")
          double: Int @requires(fields: "letters { id }")
        }
      `,
      resolvers: {
        Person: {
          resolveReference: (row) => row,
          count: ({ letters }) => lengthOf(letters),
          double: ({ letters }) => 2 * lengthOf(letters),
        },
      },
    },
    letters: {
      typeDefs: `
        type Letter @key(fields: "id") { id: ID! }
        type Person @key(fields: "id") {
          id: ID!
          name: String! @external
          letters: [Letter!] @requires(fields: "name")
        }
      `,
      resolvers: {
        Person: { resolveReference: (row) => row, letters: ({ name }) => [{ id: `${name} 1` }, { id: `${name} 2` }] },
      },
    },
  },
  cases: {
    'a required list that requires something itself is asked for once': {
      query: '{ person { count double } }',
      data: { person: { count: 2, double: 4 } },
      requests: { people: 1, letters: 1, sums: 1 },
    },
  },
} satisfies Phenomenon
