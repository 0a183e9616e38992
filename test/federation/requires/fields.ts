import type { Phenomenon } from '../phenomenon.ts'

const parcels = [
  { id: '1', price: 10, weight: 2, size: { width: 3 } },
  { id: '2', price: null, weight: 5, size: { width: 7 } },
]

export default {
  subgraphs: {
    catalog: {
      typeDefs: `
        type Query { parcels: [Parcel!] }
        type Parcel @key(fields: "id") { id: ID! price: Int weight: Int size: Size }
        type Size @shareable { width: Int }
      `,
      resolvers: { Query: { parcels: () => parcels } },
    },
    shipping: {
      typeDefs: `
        type Parcel @key(fields: "id") {
          id: ID!
          price: Int @external
          weight: Int @external
          size: Size @external
          cost: Int @requires(fields: "price weight size { width }")
        }
        type Size @shareable { width: Int }
      `,
      resolvers: {
        Parcel: {
          resolveReference: (row) => row,
          cost: ({ price, weight, size }) =>
            Number(price ?? 100) + Number(weight) + Number((size as { width: number }).width),
        },
      },
    },
  },
  cases: {
    'brings what a field needs, nested and null values too': {
      query: '{ parcels { cost } }',
      data: { parcels: [{ cost: 15 }, { cost: 112 }] },
      requests: { catalog: 1, shipping: 1 },
    },
    'a client alias does not stand in for a required field': {
      query: '{ parcels { price: weight weight: price cost } }',
      data: {
        parcels: [
          { price: 2, weight: 10, cost: 15 },
          { price: 5, weight: null, cost: 112 },
        ],
      },
    },
  },
} satisfies Phenomenon
