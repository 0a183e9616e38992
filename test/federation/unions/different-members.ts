import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    left: {
      typeDefs: `
        type Query { left: Found both: [Found] @shareable }
        union Found = A | B
        type A @shareable { a: Int }
        type B @shareable { b: Int }
      `,
      resolvers: {
        Query: {
          left: () => ({ __typename: 'B', b: 2 }),
          both: () => [
            { __typename: 'A', a: 1 },
            { __typename: 'B', b: 2 },
          ],
        },
      },
    },
    right: {
      typeDefs: `
        type Query { right: Found both: [Found] @shareable }
        union Found = A | C
        type A @shareable { a: Int }
        type C { c: Int }
      `,
      resolvers: {
        Query: {
          right: () => ({ __typename: 'C', c: 3 }),
          both: () => [
            { __typename: 'A', a: 1 },
            { __typename: 'A', a: 2 },
          ],
        },
      },
    },
  },
  cases: {
    'nobody is asked for types that it does not know': {
      query: `{
        left { ...All }
        right { ...All }
      }
      fragment All on Found { ... on A { a } ... on B { b } ... on C { c } }`,
      data: { left: { b: 2 }, right: { c: 3 } },
      requests: { left: 1, right: 1 },
    },
  },
} satisfies Phenomenon
