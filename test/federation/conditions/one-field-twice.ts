import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    shops: {
      typeDefs: 'type Query { shop: Shop } type Shop @key(fields: "id") { id: ID! }',
      resolvers: { Query: { shop: () => ({ id: '1' }) } },
    },
    ratings: {
      typeDefs: 'type Shop @key(fields: "id") { id: ID! stars: Int votes: Int }',
      resolvers: { Shop: { resolveReference: ({ id }) => ({ id, stars: 4, votes: 9 }) } },
    },
  },
  cases: {
    'a field is there when one of its places is': {
      query: 'query ($no: Boolean!) { shop { stars @include(if: $no) ... @skip(if: $no) { stars votes } } }',
      variables: { no: false },
      data: { shop: { stars: 4, votes: 9 } },
      requests: { shops: 1, ratings: 1 },
    },
    'and gone when none is': {
      query: 'query ($no: Boolean!) { shop { id stars @include(if: $no) ... @include(if: $no) { votes } } }',
      variables: { no: false },
      data: { shop: { id: '1' } },
      requests: { shops: 1, ratings: 0 },
    },
  },
} satisfies Phenomenon
