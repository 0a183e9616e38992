import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    only: {
      typeDefs: `
        type Query { node: Node resource: [Resource] }
        interface Node { id: ID! }
        interface Resource implements Node { id: ID! url: String }
        type Image implements Resource & Node { id: ID! url: String width: Int }
        type User implements Node { id: ID! }
      `,
      resolvers: {
        Query: {
          node: () => ({ __typename: 'Image', id: '1', url: 'u', width: 3 }),
          resource: () => [{ __typename: 'Image', id: '2', url: 'v', width: 4 }],
        },
      },
    },
  },
  cases: {
    'an interface that implements another is narrowed and widened': {
      query: `{
        node { id ... on Resource { url ... on Image { width } } ... on User { __typename } }
        resource { ... on Node { __typename id } }
      }`,
      data: { node: { id: '1', url: 'u', width: 3 }, resource: [{ __typename: 'Image', id: '2' }] },
      requests: { only: 1 },
    },
  },
} satisfies Phenomenon
