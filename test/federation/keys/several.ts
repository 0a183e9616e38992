import { byKey, type Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    first: {
      typeDefs: 'type Query { person: Person } type Person @key(fields: "id") { id: ID! }',
      resolvers: { Query: { person: () => ({ id: '1' }) } },
    },
    middle: {
      typeDefs: 'type Person @key(fields: "id") @key(fields: "email") { id: ID! email: String! }',
      resolvers: { Person: { resolveReference: byKey('id', [{ id: '1', email: 'a@example.org' }]) } },
    },
    last: {
      typeDefs: 'type Person @key(fields: "email") { email: String! role: String }',
      resolvers: { Person: { resolveReference: byKey('email', [{ email: 'a@example.org', role: 'clerk' }]) } },
    },
  },
  cases: {
    'goes through a third subgraph where two have no key in common': {
      query: '{ person { role } }',
      data: { person: { role: 'clerk' } },
      requests: { first: 1, middle: 1, last: 1 },
    },
  },
} satisfies Phenomenon
