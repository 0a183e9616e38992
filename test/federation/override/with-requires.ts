import { byKey, type Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    old: {
      typeDefs: `
        type Query { bill: Bill }
        type Bill @key(fields: "id") { id: ID! amount: Int due: Int }
      `,
      resolvers: {
        Query: { bill: () => ({ id: '1', amount: 100, due: -1 }) },
        Bill: { resolveReference: byKey('id', [{ id: '1', amount: 100 }]) },
      },
    },
    new: {
      typeDefs: `
        type Bill @key(fields: "id") {
          id: ID!
          amount: Int @external
          due: Int @override(from: "old") @requires(fields: "amount")
        }
      `,
      resolvers: { Bill: { resolveReference: (row) => row, due: ({ amount }) => Number(amount) / 2 } },
    },
  },
  cases: {
    'a field that has moved may require what stayed behind': {
      query: '{ bill { amount due } }',
      data: { bill: { amount: 100, due: 50 } },
      requests: { old: 1, new: 1 },
    },
  },
} satisfies Phenomenon
