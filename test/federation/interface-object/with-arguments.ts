import { byKey, type Phenomenon } from '../phenomenon.ts'

const places = [
  { __typename: 'Park', id: '1' },
  { __typename: 'Market', id: '2' },
]

export default {
  subgraphs: {
    places: {
      typeDefs: `
        type Query { places: [Place] }
        interface Place @key(fields: "id") { id: ID! }
        type Park implements Place @key(fields: "id") { id: ID! }
        type Market implements Place @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: { places: () => places },
        Place: { resolveReference: byKey('id', places) },
        Park: { resolveReference: byKey('id', places) },
        Market: { resolveReference: byKey('id', places) },
      },
    },
    visits: {
      typeDefs: 'type Place @interfaceObject @key(fields: "id") { id: ID! visits(year: Int!): Int }',
      resolvers: {
        Place: {
          resolveReference: ({ id }) => ({ __typename: 'Place', id }),
          visits: ({ id }, { year }) => Number(id) * Number(year),
        },
      },
    },
  },
  cases: {
    'a field of the interface object takes arguments, under several keys': {
      query: 'query ($year: Int!) { places { once: visits(year: 1000) now: visits(year: $year) } }',
      variables: { year: 2000 },
      data: {
        places: [
          { once: 1000, now: 2000 },
          { once: 2000, now: 4000 },
        ],
      },
      requests: { places: 1, visits: 1 },
    },
  },
} satisfies Phenomenon
