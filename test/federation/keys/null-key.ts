import { byKey, type Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    cases: {
      typeDefs: `
        type Query { cases: [Case] }
        type Case { officer: Officer }
        type Officer @key(fields: "id") { id: ID }
      `,
      resolvers: {
        Query: { cases: () => [{ officer: { id: '1' } }, { officer: { id: null } }, { officer: null }, null] },
      },
    },
    officers: {
      typeDefs: 'type Officer @key(fields: "id") { id: ID rank: Int }',
      resolvers: { Officer: { resolveReference: byKey('id', [{ id: '1', rank: 3 }]) } },
    },
  },
  cases: {
    'an entity without a key is not asked for': {
      query: '{ cases { officer { rank } } }',
      data: { cases: [{ officer: { rank: 3 } }, { officer: { rank: null } }, { officer: null }, null] },
      requests: { cases: 1, officers: 1 },
    },
  },
} satisfies Phenomenon
