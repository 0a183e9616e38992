import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    roads: {
      typeDefs: `
        type Query { road: Road }
        type Road @key(fields: "id") { id: ID! parts: [Part!] length(unit: String): Int }
        type Part @shareable { metres: Int paved: Boolean }
      `,
      resolvers: {
        Query: {
          road: () => ({
            id: '1',
            parts: [
              { metres: 3, paved: true },
              { metres: 4, paved: false },
            ],
          }),
        },
        Road: { length: ({ unit }, args) => (args.unit === 'm' || unit === 'm' ? 7 : 700) },
      },
    },
    costs: {
      typeDefs: `
        type Road @key(fields: "id") {
          id: ID!
          parts: [Part!] @external
          length(unit: String): Int @external
          cost: Int @requires(fields: "parts { metres }")
          fee: Int @requires(fields: "length(unit: \\"m\\")")
        }
        type Part @shareable { metres: Int paved: Boolean }
      `,
      resolvers: {
        Road: {
          resolveReference: (row) => row,
          cost: ({ parts }) => (parts as readonly { metres: number }[]).reduce((sum, { metres }) => sum + metres, 0),
          fee: ({ length }) => Number(length) * 2,
        },
      },
    },
  },
  cases: {
    'a list is required with the fields that are named': {
      query: '{ road { cost } }',
      data: { road: { cost: 7 } },
      requests: { roads: 1, costs: 1 },
    },
    'a field is required with its argument, whatever the client asks of it': {
      query: '{ road { length(unit: "cm") fee } }',
      data: { road: { length: 700, fee: 14 } },
      requests: { roads: 1, costs: 1 },
    },
  },
} satisfies Phenomenon
