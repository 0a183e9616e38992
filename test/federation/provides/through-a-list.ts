import { byKey, type Phenomenon } from '../phenomenon.ts'

const authors = [
  { id: '1', name: 'one', town: 'A' },
  { id: '2', name: 'two', town: 'B' },
]

export default {
  subgraphs: {
    posts: {
      typeDefs: `
        type Query { posts: [Post!] @provides(fields: "author { name }") author: Author }
        type Post @key(fields: "id") { id: ID! author: Author }
        type Author @key(fields: "id") { id: ID! name: String @external }
      `,
      resolvers: {
        Query: {
          posts: () => authors.map((author) => ({ id: `p${author.id}`, author })),
          author: () => ({ id: '1' }),
        },
      },
    },
    authors: {
      typeDefs: 'type Author @key(fields: "id") { id: ID! name: String @shareable town: String }',
      resolvers: { Author: { resolveReference: byKey('id', authors) } },
    },
  },
  cases: {
    'what a field provides on the way is not asked of the owner': {
      query: '{ posts { author { name } } }',
      data: { posts: [{ author: { name: 'one' } }, { author: { name: 'two' } }] },
      requests: { posts: 1, authors: 0 },
    },
    'it is provided on that way only': {
      query: '{ author { name } }',
      data: { author: { name: 'one' } },
      requests: { posts: 1, authors: 1 },
    },
  },
} satisfies Phenomenon
