import { byKey, type Phenomenon } from '../phenomenon.ts'

const rows = [{ id: '1' }]

export default {
  subgraphs: {
    before: {
      typeDefs: `
        type Query { row: Row }
        type Row @key(fields: "id") { id: ID! moving: String waiting: String }
      `,
      resolvers: {
        Query: { row: () => rows[0] },
        Row: { resolveReference: byKey('id', rows), moving: () => 'before', waiting: () => 'before' },
      },
    },
    after: {
      typeDefs: `
        type Row @key(fields: "id") {
          id: ID!
          moving: String @override(from: "before", label: "percent(1)")
          waiting: String @override(from: "before", label: "percent(0)")
        }
      `,
      resolvers: { Row: { resolveReference: byKey('id', rows), moving: () => 'after', waiting: () => 'after' } },
    },
  },
  cases: {
    'a field that has begun to move is asked where it goes, one that has not where it was': {
      query: '{ row { moving waiting } }',
      data: { row: { moving: 'after', waiting: 'before' } },
    },
  },
} satisfies Phenomenon
