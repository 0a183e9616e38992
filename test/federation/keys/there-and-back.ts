import { byKey, type Phenomenon } from '../phenomenon.ts'

const streets = [
  { id: '1', name: 'Jalan Satu' },
  { id: '2', name: 'Jalan Dua' },
]

export default {
  subgraphs: {
    names: {
      typeDefs: 'type Query { street: Street } type Street @key(fields: "id") { id: ID! name: String }',
      resolvers: { Query: { street: () => streets[0] }, Street: { resolveReference: byKey('id', streets) } },
    },
    crossings: {
      typeDefs: 'type Street @key(fields: "id") { id: ID! crossing: Street }',
      resolvers: {
        Street: { resolveReference: (row) => row, crossing: ({ id }) => ({ id: id === '1' ? '2' : '1' }) },
      },
    },
  },
  cases: {
    'an operation may come back to a subgraph as often as it likes': {
      query: '{ street { crossing { name crossing { name crossing { name } } } } }',
      data: {
        street: { crossing: { name: 'Jalan Dua', crossing: { name: 'Jalan Satu', crossing: { name: 'Jalan Dua' } } } },
      },
    },
  },
} satisfies Phenomenon
