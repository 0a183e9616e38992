import { byKey, type Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    lists: {
      typeDefs: 'type Query { cases: [Case] } type Case @key(fields: "id") { id: ID! }',
      resolvers: { Query: { cases: () => [{ id: '1' }, null, { id: '2' }, { id: '3' }] } },
    },
    notes: {
      typeDefs: 'type Case @key(fields: "id") { id: ID! note: String }',
      resolvers: {
        Case: {
          resolveReference: byKey('id', [
            { id: '1', note: 'one' },
            { id: '3', note: null },
          ]),
        },
      },
    },
  },
  cases: {
    'an entity that its subgraph does not know keeps what is known of it': {
      query: '{ cases { id note } }',
      data: {
        cases: [{ id: '1', note: 'one' }, null, { id: '2', note: null }, { id: '3', note: null }],
      },
      requests: { lists: 1, notes: 1 },
    },
  },
} satisfies Phenomenon
