import type { Phenomenon } from '../phenomenon.ts'

let names: Readonly<Record<string, string>> = {}

export default {
  subgraphs: {
    profiles: {
      typeDefs: `
        type Query { profile: Profile }
        type Mutation { rename(id: ID!, name: String!): Profile }
        type Profile @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: { profile: () => ({ id: '1' }) },
        Mutation: {
          rename: (_, { id, name }) => {
            names = { ...names, [String(id)]: String(name) }
            return { id }
          },
        },
      },
    },
    names: {
      typeDefs: 'type Profile @key(fields: "id") { id: ID! name: String }',
      resolvers: {
        Profile: { resolveReference: (row) => row, name: ({ id }) => names[String(id)] ?? null },
      },
    },
  },
  cases: {
    'what a mutation returns is completed after it has been done': {
      query: 'mutation { a: rename(id: "1", name: "x") { name } b: rename(id: "1", name: "y") { id name } }',
      data: { a: { name: 'y' }, b: { id: '1', name: 'y' } },
      requests: { profiles: 1 },
    },
  },
} satisfies Phenomenon
