import type { Phenomenon } from '../phenomenon.ts'

const shape = { type: 'Point', at: [1.5, null, { deep: [] }], '': 0 }

export default {
  subgraphs: {
    places: {
      typeDefs: `
        scalar Json
        type Query { place(shape: Json): Place }
        type Place @key(fields: "id") { id: ID! shape: Json big: Float }
      `,
      resolvers: { Query: { place: (_, args) => ({ id: '1', shape: args.shape, big: 1e21 }) } },
    },
    copies: {
      typeDefs: `
        scalar Json
        type Place @key(fields: "id") { id: ID! shape: Json @external copy: Json @requires(fields: "shape") }
      `,
      resolvers: { Place: { resolveReference: (row) => row, copy: ({ shape: given }) => [given] } },
    },
  },
  cases: {
    'a scalar of any form goes through as it is, in and out and over a hop': {
      query: 'query ($shape: Json) { place(shape: $shape) { shape big copy } }',
      variables: { shape },
      data: { place: { shape, big: 1e21, copy: [shape] } },
      requests: { places: 1, copies: 1 },
    },
    'a scalar may be null': {
      query: '{ place { shape } }',
      data: { place: { shape: null } },
    },
  },
} satisfies Phenomenon
