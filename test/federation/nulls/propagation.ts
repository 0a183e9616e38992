import { byKey, type Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    boxes: {
      typeDefs: `
        type Query { boxes: [Box] strict: [Box!]! strictest: Box! }
        type Box @key(fields: "id") { id: ID! lid: Lid }
        type Lid { size: Int! }
      `,
      resolvers: {
        Query: {
          boxes: () => [{ id: '1', lid: { size: 1 } }, { id: '2', lid: {} }, { id: '3' }],
          strict: () => [{ id: '1' }, { id: '9' }],
          strictest: () => ({ id: '9' }),
        },
      },
    },
    colours: {
      typeDefs: 'type Box @key(fields: "id") { id: ID! colour: String! maybe: String }',
      resolvers: {
        Box: {
          resolveReference: byKey('id', [
            { id: '1', colour: 'red' },
            { id: '2', colour: 'blue' },
            { id: '3', colour: null },
          ]),
          maybe: ({ id }) => {
            if (id === '2') throw new Error('no paint')
            return 'm'
          },
        },
      },
    },
  },
  cases: {
    'a missing value takes along its parents up to the nearest that may be null': {
      query: '{ boxes { id colour } }',
      data: { boxes: [{ id: '1', colour: 'red' }, { id: '2', colour: 'blue' }, null] },
      errors: [{ path: ['boxes', 2, 'colour'], code: 'DOWNSTREAM_SERVICE_ERROR' }],
    },
    'a list whose items may not be null goes with one of them, and the answer with the list': {
      query: '{ strict { colour } boxes { id } }',
      data: null,
      errors: [{ path: ['strict', 1, 'colour'], code: 'INTERNAL' }],
    },
    'a root field that may not be null takes the whole answer': {
      query: '{ strictest { colour } }',
      data: null,
      errors: [{ path: ['strictest', 'colour'], code: 'INTERNAL' }],
    },
    'an error of a nullable field leaves the rest, and says where': {
      query: '{ many: boxes { key: id maybe } }',
      data: {
        many: [
          { key: '1', maybe: 'm' },
          { key: '2', maybe: null },
          { key: '3', maybe: 'm' },
        ],
      },
      errors: [{ path: ['many', 1, 'maybe'], code: 'DOWNSTREAM_SERVICE_ERROR' }],
    },
    "the owner's null is told by the owner": {
      query: '{ boxes { lid { size } } }',
      data: { boxes: [{ lid: { size: 1 } }, { lid: null }, { lid: null }] },
      errors: [{ path: ['boxes', 1, 'lid', 'size'], code: 'DOWNSTREAM_SERVICE_ERROR' }],
    },
  },
} satisfies Phenomenon
