import { byKey, type Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    grids: {
      typeDefs: 'type Query { grid: [[Cell]] } type Cell @key(fields: "id") { id: ID! }',
      resolvers: { Query: { grid: () => [[{ id: '1' }, null], null, [], [{ id: '2' }, { id: '1' }]] } },
    },
    colours: {
      typeDefs: 'type Cell @key(fields: "id") { id: ID! colour: String }',
      resolvers: {
        Cell: {
          resolveReference: byKey('id', [
            { id: '1', colour: 'red' },
            { id: '2', colour: 'blue' },
          ]),
        },
      },
    },
  },
  cases: {
    'entities are found in lists of lists': {
      query: '{ grid { colour } }',
      data: { grid: [[{ colour: 'red' }, null], null, [], [{ colour: 'blue' }, { colour: 'red' }]] },
      requests: { grids: 1, colours: 1 },
    },
  },
} satisfies Phenomenon
