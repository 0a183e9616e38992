import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    cases: {
      typeDefs: 'type Query { cases: [Case!] } type Case @key(fields: "id") { id: ID! }',
      resolvers: { Query: { cases: () => [] } },
    },
    notes: {
      typeDefs: 'type Case @key(fields: "id") { id: ID! note: String }',
      resolvers: { Case: { resolveReference: (row) => row } },
    },
  },
  cases: {
    'where there are no rows nobody is asked for them': {
      query: '{ cases { note } }',
      data: { cases: [] },
      requests: { cases: 1, notes: 0 },
    },
  },
} satisfies Phenomenon
