import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    shelves: {
      typeDefs: 'type Query { shelf: Shelf } type Shelf @key(fields: "id") { id: ID! }',
      resolvers: { Query: { shelf: () => ({ id: '1' }) } },
    },
    books: {
      typeDefs: `
        type Shelf @key(fields: "id") { id: ID! books(first: Int = 3, order: Order = { by: "title" }): String }
        input Order { by: String = "date" down: Boolean = false }
      `,
      resolvers: { Shelf: { resolveReference: (row) => row, books: (_, args) => JSON.stringify(args) } },
    },
  },
  cases: {
    'what nobody says the subgraph fills in': {
      query: '{ shelf { books } }',
      data: { shelf: { books: '{"first":3,"order":{"by":"title","down":false}}' } },
    },
    'variables bring their own defaults over a hop, and null stays null': {
      query: `query ($first: Int = 7, $order: Order, $none: Int) {
        shelf { a: books(first: $first, order: $order) b: books(first: $none, order: {}) c: books(first: null) }
      }`,
      variables: { order: { down: true } },
      data: {
        shelf: {
          a: '{"first":7,"order":{"by":"date","down":true}}',
          b: '{"first":3,"order":{"by":"date","down":false}}',
          c: '{"first":null,"order":{"by":"title","down":false}}',
        },
      },
      requests: { shelves: 1, books: 1 },
    },
  },
} satisfies Phenomenon
