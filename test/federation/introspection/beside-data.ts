import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    only: {
      typeDefs: `
        type Query { a: Int b(of: Colour): String }
        enum Colour { RED BLUE @inaccessible }
        type Hidden @inaccessible { x: Int }
      `,
      resolvers: { Query: { a: () => 1, b: (_, { of }) => String(of) } },
    },
  },
  cases: {
    'introspection alone asks nobody, and hides what is inaccessible': {
      query: `query ($name: String!) {
        __type(name: $name) { enumValues { name } } hidden: __type(name: "Hidden") { name }
        ...Root
      }
      fragment Root on Query { __schema { queryType { name } } }`,
      variables: { name: 'Colour' },
      data: { __type: { enumValues: [{ name: 'RED' }] }, hidden: null, __schema: { queryType: { name: 'Query' } } },
      requests: { only: 0 },
    },
    'introspection and data come in one answer, in the order that was asked': {
      query: '{ type: __typename a ... on Query { __schema { queryType { name } } b(of: RED) } }',
      data: { type: 'Query', a: 1, __schema: { queryType: { name: 'Query' } }, b: 'RED' },
      requests: { only: 1 },
    },
  },
} satisfies Phenomenon
