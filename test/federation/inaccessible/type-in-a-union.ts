import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    only: {
      typeDefs: `
        type Query { found: [Found] }
        union Found = Open | Hidden
        type Open { title: String }
        type Hidden @inaccessible { title: String }
      `,
      resolvers: {
        Query: {
          found: () => [
            { __typename: 'Open', title: 'a' },
            { __typename: 'Hidden', title: 'b' },
          ],
        },
      },
    },
  },
  cases: {
    'a thing of a type that clients may not see is null': {
      query: '{ found { __typename ... on Open { title } } }',
      data: { found: [{ __typename: 'Open', title: 'a' }, null] },
    },
  },
} satisfies Phenomenon
