import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    grid: {
      typeDefs: 'type Query { grid: [[Cell]] } type Cell @key(fields: "id") { id: ID! next: Cell }',
      resolvers: {
        Query: { grid: () => [[{ id: '1', next: { id: '2' } }, null], null, [{ id: '3', next: { id: '1' } }]] },
      },
    },
    values: {
      typeDefs: 'type Cell @key(fields: "id") { id: ID! value: Int tags: [Tag!] } type Tag { word: String }',
      resolvers: {
        Cell: {
          resolveReference: ({ id }) => ({ value: Number(id) * 10, tags: [{ word: `t${id}` }] }),
        },
      },
    },
  },
  cases: {
    'rows are found in lists of lists, and one entity at two places is asked once': {
      query: '{ grid { value next { value tags { word } } } }',
      data: {
        grid: [
          [{ value: 10, next: { value: 20, tags: [{ word: 't2' }] } }, null],
          null,
          [{ value: 30, next: { value: 10, tags: [{ word: 't1' }] } }],
        ],
      },
      requests: { grid: 1 },
    },
  },
} satisfies Phenomenon
