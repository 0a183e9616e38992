import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    left: {
      typeDefs: `
        type Query { left(filter: Filter): String }
        input Filter { name: String kind: Kind onlyLeft: Int }
        enum Kind { A B LEFT }
      `,
      resolvers: { Query: { left: (_, { filter }) => JSON.stringify(filter) } },
    },
    right: {
      typeDefs: `
        type Query { right(filter: Filter): String }
        input Filter { name: String kind: Kind }
        enum Kind { A B RIGHT }
      `,
      resolvers: { Query: { right: (_, { filter }) => JSON.stringify(filter) } },
    },
  },
  cases: {
    'an input has what all subgraphs take': {
      query: `query ($filter: Filter) {
        left(filter: $filter)
        right(filter: { name: "n", kind: B })
        input: __type(name: "Filter") { inputFields { name } }
        enum: __type(name: "Kind") { enumValues { name } }
      }`,
      variables: { filter: { name: 'm', kind: 'A' } },
      data: {
        left: '{"name":"m","kind":"A"}',
        right: '{"name":"n","kind":"B"}',
        input: { inputFields: [{ name: 'name' }, { name: 'kind' }] },
        enum: { enumValues: [{ name: 'A' }, { name: 'B' }] },
      },
      requests: { left: 1, right: 1 },
    },
  },
} satisfies Phenomenon
