import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    floors: {
      typeDefs: `
        type Query { floors: [Floor!] }
        type Floor { rooms: [Room] }
        type Room @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: { floors: () => [{ rooms: [{ id: '1' }, { id: '2' }] }, { rooms: null }, { rooms: [{ id: '2' }] }] },
      },
    },
    lamps: {
      typeDefs: `
        type Room @key(fields: "id") { id: ID! lamps: [Lamp] }
        type Lamp { watts: Int }
      `,
      resolvers: {
        Room: {
          resolveReference: (row) => row,
          lamps: ({ id }) => [{ watts: 1 }, { watts: id === '2' ? 'broken' : 2 }],
        },
      },
    },
  },
  cases: {
    'an error inside a remote row is told at every place of that row': {
      query: '{ all: floors { rooms { light: lamps { w: watts } } } }',
      data: {
        all: [
          { rooms: [{ light: [{ w: 1 }, { w: 2 }] }, { light: [{ w: 1 }, { w: null }] }] },
          { rooms: null },
          { rooms: [{ light: [{ w: 1 }, { w: null }] }] },
        ],
      },
      errors: [
        { path: ['all', 0, 'rooms', 1, 'light', 1, 'w'], code: 'DOWNSTREAM_SERVICE_ERROR' },
        { path: ['all', 2, 'rooms', 0, 'light', 1, 'w'], code: 'DOWNSTREAM_SERVICE_ERROR' },
      ],
      requests: { floors: 1, lamps: 1 },
    },
  },
} satisfies Phenomenon
