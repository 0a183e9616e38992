import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    only: {
      typeDefs: `
        type Query { found: [Found] }
        union Found = Road | Bridge
        type Road { lanes(n: Int): Int }
        type Bridge { lanes(n: Int): Int }
      `,
      resolvers: {
        Query: { found: () => [{ __typename: 'Road' }, { __typename: 'Bridge' }] },
        Road: { lanes: (_, { n }) => Number(n) },
        Bridge: { lanes: (_, { n }) => Number(n) * 10 },
      },
    },
  },
  cases: {
    'types that exclude each other may use one key with different arguments': {
      query: '{ found { ... on Road { lanes(n: 1) } ... on Bridge { lanes(n: 2) } } }',
      data: { found: [{ lanes: 1 }, { lanes: 20 }] },
      requests: { only: 1 },
    },
  },
} satisfies Phenomenon
