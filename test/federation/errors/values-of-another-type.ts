import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    only: {
      typeDefs: `
        type Query { row: Row rows: [Row] }
        type Row { text: Any count: Any ratio: Any yes: Any id: Any more: Any list: Any }
        scalar Any
      `,
      composedAs: `
        type Query { row: Row rows: [Row] }
        type Row { text: String count: Int ratio: Float yes: Boolean id: ID more: Any list: [Int!] }
        scalar Any
      `,
      resolvers: {
        Query: {
          row: () => ({
            text: { a: 1 },
            count: 'many',
            ratio: '1.5',
            yes: 1,
            id: [],
            more: { a: [1] },
            list: [1, 'x'],
          }),
          rows: () => [{ text: 'a', count: 1, ratio: 0.5, yes: true, id: 7, more: 'x', list: [1] }],
        },
      },
    },
  },
  cases: {
    'are null, each with an error at its place': {
      query: '{ row { text count ratio yes id more list } }',
      data: { row: { text: null, count: null, ratio: null, yes: null, id: null, more: { a: [1] }, list: null } },
      errors: [
        { path: ['row', 'text'], code: 'INTERNAL' },
        { path: ['row', 'count'], code: 'INTERNAL' },
        { path: ['row', 'ratio'], code: 'INTERNAL' },
        { path: ['row', 'yes'], code: 'INTERNAL' },
        { path: ['row', 'id'], code: 'INTERNAL' },
        { path: ['row', 'list', 1], code: 'INTERNAL' },
      ],
    },
    'and those of the right one are what they are': {
      query: '{ rows { text count ratio yes id more list } }',
      data: { rows: [{ text: 'a', count: 1, ratio: 0.5, yes: true, id: 7, more: 'x', list: [1] }] },
    },
  },
} satisfies Phenomenon
