import { byKey, type Phenomenon } from '../phenomenon.ts'

const known = [
  { id: '1', code: 'c1' },
  { id: '2', code: 'c2' },
]

export default {
  subgraphs: {
    shelves: {
      typeDefs: `
        type Query { shelves: [Shelf] }
        type Shelf { book: Book }
        type Book @key(fields: "code") { code: ID! }
      `,
      resolvers: { Query: { shelves: () => ['c1', 'c2', 'c3'].map((code) => ({ book: { code } })) } },
    },
    ids: {
      typeDefs: 'type Book @key(fields: "id") @key(fields: "code") { id: ID! code: ID! }',
      resolvers: { Book: { resolveReference: byKey('code', known) } },
    },
    writers: {
      typeDefs: 'type Book @key(fields: "id") { id: ID! writer: String }',
      resolvers: {
        Book: {
          resolveReference: ({ id }) => {
            if (typeof id !== 'string') throw new Error('asked for a book without an id')
            return { id, writer: `writer ${id}` }
          },
        },
      },
    },
  },
  cases: {
    'is asked for no further, and the others are': {
      query: '{ shelves { book { code writer } } }',
      data: {
        shelves: [
          { book: { code: 'c1', writer: 'writer 1' } },
          { book: { code: 'c2', writer: 'writer 2' } },
          { book: { code: 'c3', writer: null } },
        ],
      },
      requests: { shelves: 1, ids: 1, writers: 1 },
    },
  },
} satisfies Phenomenon
