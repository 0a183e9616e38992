import { GraphQLError } from 'graphql'
import type { Phenomenon } from '../phenomenon.ts'

const refuse = (code: string) => () => {
  throw new GraphQLError('refused', { extensions: { code } })
}

export default {
  subgraphs: {
    doors: {
      typeDefs: 'type Query { door: Door closed: String } type Door @key(fields: "id") { id: ID! }',
      resolvers: { Query: { door: () => ({ id: '1' }), closed: refuse('FORBIDDEN') } },
    },
    keys: {
      typeDefs: 'type Door @key(fields: "id") { id: ID! lock: String must: String! }',
      resolvers: { Door: { resolveReference: (row) => row, lock: refuse('NOT_YET'), must: refuse('NEVER') } },
    },
  },
  cases: {
    "a subgraph's codes come through, from the root and from a hop": {
      query: '{ closed door { id lock } }',
      data: { closed: null, door: { id: '1', lock: null } },
      errors: [
        { path: ['closed'], code: 'FORBIDDEN' },
        { path: ['door', 'lock'], code: 'NOT_YET' },
      ],
    },
    'an error explains the null that it makes above itself': {
      query: '{ door { must } }',
      data: { door: null },
      errors: [{ path: ['door', 'must'], code: 'NEVER' }],
    },
  },
} satisfies Phenomenon
