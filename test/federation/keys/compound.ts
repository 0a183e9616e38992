import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    permits: {
      typeDefs: `
        type Query { permits: [Permit!]! }
        type Permit @key(fields: "year office { code }") { year: Int! office: Office! holder: String }
        type Office { code: ID! }
      `,
      resolvers: {
        Query: {
          permits: () => [
            { year: 2025, office: { code: 'A' }, holder: 'x' },
            { year: 2026, office: { code: 'A' }, holder: 'y' },
          ],
        },
      },
    },
    fees: {
      typeDefs: `
        type Permit @key(fields: "year office { code }") { year: Int! office: Office! fee: Int }
        type Office { code: ID! }
      `,
      resolvers: { Permit: { resolveReference: ({ year }) => ({ fee: Number(year) * 2 }) } },
    },
  },
  cases: {
    'a key of several and nested fields finds the row': {
      query: '{ permits { holder fee } }',
      data: {
        permits: [
          { holder: 'x', fee: 4050 },
          { holder: 'y', fee: 4052 },
        ],
      },
      requests: { permits: 1, fees: 1 },
    },
  },
} satisfies Phenomenon
