import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    ledger: {
      typeDefs: `
        type Query { accounts: [Account] @listSize(assumedSize: 3) }
        type Account @key(fields: "id") @tag(name: "public") {
          id: ID!
          owner: String @authenticated
          balance: Int @requiresScopes(scopes: [["ledger:read"]]) @cost(weight: 5)
          limit: Int @policy(policies: [["staff"]])
        }
      `,
      resolvers: {
        Query: { accounts: () => [{ id: '1', owner: 'Ayu', balance: 7 }] },
        Account: {
          limit: () => {
            throw new Error('not for you')
          },
        },
      },
    },
  },
  cases: {
    'the subgraph decides who may read what': {
      query: '{ accounts { id owner balance limit } }',
      data: { accounts: [{ id: '1', owner: 'Ayu', balance: 7, limit: null }] },
      errors: [{ path: ['accounts', 0, 'limit'], code: 'DOWNSTREAM_SERVICE_ERROR' }],
    },
    'clients see nothing of it': {
      query: '{ __schema { directives { name } } }',
      data: {
        __schema: { directives: ['include', 'skip', 'deprecated', 'specifiedBy', 'oneOf'].map((name) => ({ name })) },
      },
    },
  },
} satisfies Phenomenon
