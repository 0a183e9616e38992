import { byKey, type Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    first: {
      typeDefs: `
        type Query { user: User }
        type User @key(fields: "id") { id: ID! name: String @shareable }
      `,
      resolvers: { Query: { user: () => ({ id: '1', name: 'same' }) } },
    },
    second: {
      typeDefs: `
        type Query { me: User }
        type User @key(fields: "id") { id: ID! name: String @shareable mail: String }
      `,
      resolvers: {
        Query: { me: () => ({ id: '1', name: 'same', mail: 'a@example.org' }) },
        User: { resolveReference: byKey('id', [{ id: '1', name: 'same', mail: 'a@example.org' }]) },
      },
    },
  },
  cases: {
    'each takes the field where it is already': {
      query: '{ user { name } me { name mail } }',
      data: { user: { name: 'same' }, me: { name: 'same', mail: 'a@example.org' } },
      requests: { first: 1, second: 1 },
    },
    'what only the other has is all that is fetched there': {
      query: '{ user { name mail } }',
      data: { user: { name: 'same', mail: 'a@example.org' } },
      requests: { first: 1, second: 1 },
    },
  },
} satisfies Phenomenon
