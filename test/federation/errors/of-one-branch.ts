import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    left: {
      typeDefs: 'type Query { left: String }',
      resolvers: {
        Query: {
          left: () => {
            throw new Error('down')
          },
        },
      },
    },
    right: {
      typeDefs: 'type Query { right: [String!] must: String! }',
      resolvers: { Query: { right: () => ['a', null], must: () => 'there' } },
    },
  },
  cases: {
    'what fails at one subgraph leaves the answer of the other': {
      query: '{ left must }',
      data: { left: null, must: 'there' },
      errors: [{ path: ['left'], code: 'DOWNSTREAM_SERVICE_ERROR' }],
      requests: { left: 1, right: 1 },
    },
    'a null item of a list that may have none takes the list': {
      query: '{ right must }',
      data: { right: null, must: 'there' },
      errors: [{ path: ['right', 1], code: 'DOWNSTREAM_SERVICE_ERROR' }],
    },
  },
} satisfies Phenomenon
