import { byKey, type Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    goods: {
      typeDefs: 'type Query { good: Good } type Good @key(fields: "id") { id: ID! price: Int }',
      resolvers: {
        Query: { good: () => ({ id: '1', price: 10 }) },
        Good: { resolveReference: byKey('id', [{ id: '1', price: 10 }]) },
      },
    },
    taxes: {
      typeDefs: `
        type Good @key(fields: "id") { id: ID! price: Int @external tax: Int @requires(fields: "price") }
      `,
      resolvers: { Good: { resolveReference: (row) => row, tax: ({ price }) => Number(price) / 10 } },
    },
    shops: {
      typeDefs: `
        type Good @key(fields: "id") {
          id: ID!
          price: Int @external
          tax: Int @external
          total: Int @requires(fields: "price tax")
        }
      `,
      resolvers: { Good: { resolveReference: (row) => row, total: ({ price, tax }) => Number(price) + Number(tax) } },
    },
  },
  cases: {
    'what a field requires may require something itself': {
      query: '{ good { total } }',
      data: { good: { total: 11 } },
      requests: { taxes: 1, shops: 1 },
    },
    'what is asked for beside is not asked twice': {
      query: '{ good { total tax price } }',
      data: { good: { total: 11, tax: 1, price: 10 } },
      requests: { goods: 1, taxes: 1, shops: 1 },
    },
  },
} satisfies Phenomenon
