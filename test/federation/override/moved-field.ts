import { byKey, type Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    old: {
      typeDefs: 'type Query { doc: Doc } type Doc @key(fields: "id") { id: ID! text: String }',
      resolvers: { Query: { doc: () => ({ id: '1', text: 'old' }) } },
    },
    young: {
      typeDefs: 'type Doc @key(fields: "id") { id: ID! text: String @override(from: "old") }',
      resolvers: { Doc: { resolveReference: byKey('id', [{ id: '1', text: 'new' }]) } },
    },
  },
  cases: {
    'a field that has moved is answered by its new owner': {
      query: '{ doc { text } }',
      data: { doc: { text: 'new' } },
      requests: { old: 1, young: 1 },
    },
  },
} satisfies Phenomenon
