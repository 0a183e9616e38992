import type { Phenomenon } from '../phenomenon.ts'

const rows = [{ id: '1' }, { id: '2' }]

export default {
  subgraphs: {
    rows: {
      typeDefs: 'type Query { rows: [Row] } type Row @key(fields: "id") { id: ID! }',
      resolvers: { Query: { rows: () => rows } },
    },
    details: {
      typeDefs: 'type Row @key(fields: "id") { id: ID! detail: String }',
      composedAs: 'type Row @key(fields: "id") { id: ID! detail: String gone: String }',
      resolvers: { Row: { resolveReference: (row) => row, detail: () => 'here' } },
    },
  },
  cases: {
    'a field that the subgraph has no more is an error of its own rows': {
      query: '{ rows { id gone } }',
      data: {
        rows: [
          { id: '1', gone: null },
          { id: '2', gone: null },
        ],
      },
      errors: [0, 1].map((index) => ({ path: ['rows', index], code: 'DOWNSTREAM_SERVICE_ERROR' })),
    },
  },
} satisfies Phenomenon
