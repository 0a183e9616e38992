import { byKey, type Phenomenon } from '../phenomenon.ts'

const permits = [
  { id: '1', service: { fee: 50 } },
  { id: '2', service: { fee: 200 } },
]

export default {
  subgraphs: {
    permits: {
      typeDefs: `
        type Query { permits: [Permit] }
        type Permit @key(fields: "id") { id: ID! service: Service }
        type Service { fee(year: Int!): Int }
      `,
      resolvers: {
        Query: { permits: () => permits },
        Service: { fee: ({ fee }, { year }) => (year === 2026 ? fee : 1) },
      },
    },
    treasury: {
      typeDefs: `
        type Permit @key(fields: "id") {
          id: ID!
          service: Service @external
          isWaived: Boolean @requires(fields: "service { fee(year: 2026) }")
        }
        type Service { fee(year: Int!): Int @external }
      `,
      resolvers: {
        Permit: {
          resolveReference: ({ id, service }) => ({ ...byKey('id', permits)({ id }), service }),
          isWaived: ({ service }) => (service as { readonly fee: number }).fee < 100,
        },
      },
    },
  },
  cases: {
    'what is required is not what the client asks with other arguments': {
      query: '{ permits { isWaived service { fee(year: 2020) } } }',
      data: {
        permits: [
          { isWaived: true, service: { fee: 1 } },
          { isWaived: false, service: { fee: 1 } },
        ],
      },
      requests: { permits: 1, treasury: 1 },
    },
    'nor what it asks by a variable': {
      query: 'query ($year: Int!) { permits { service { fee(year: $year) } isWaived } }',
      variables: { year: 2020 },
      data: {
        permits: [
          { isWaived: true, service: { fee: 1 } },
          { isWaived: false, service: { fee: 1 } },
        ],
      },
    },
    'the same arguments are one field': {
      query: '{ permits { isWaived service { fee(year: 2026) } } }',
      data: {
        permits: [
          { isWaived: true, service: { fee: 50 } },
          { isWaived: false, service: { fee: 200 } },
        ],
      },
    },
  },
} satisfies Phenomenon
