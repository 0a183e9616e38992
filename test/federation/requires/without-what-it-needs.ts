import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    people: {
      typeDefs: 'type Query { people: [Person] } type Person @key(fields: "id") { id: ID! age: Int! }',
      resolvers: {
        Query: { people: () => [{ id: '1', age: 30 }, { id: '2' }] },
      },
    },
    fares: {
      typeDefs: `
        type Person @key(fields: "id") { id: ID! age: Int! @external fare: Int @requires(fields: "age") }
      `,
      resolvers: { Person: { resolveReference: (row) => row, fare: ({ age }) => Number(age) * 2 } },
    },
  },
  cases: {
    'a row whose required field has failed is not asked for; the others are': {
      query: '{ people { fare } }',
      data: { people: [{ fare: 60 }, null] },
      errors: [{ path: ['people', 1, 'age'], code: 'DOWNSTREAM_SERVICE_ERROR' }],
      requests: { people: 1, fares: 1 },
    },
  },
} satisfies Phenomenon
