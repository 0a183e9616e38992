import { byKey, type Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    complaints: {
      typeDefs: `
        type Query { complaint: Complaint open: [Complaint!] }
        type Complaint { title: String agency: Agency @provides(fields: "name") copy: Agency }
        type Agency @key(fields: "id", resolvable: false) { id: ID! name: String @external }
      `,
      resolvers: {
        Query: {
          complaint: () => ({ title: 't', agency: { id: 'a', name: 'copied' }, copy: { id: 'a' } }),
        },
      },
    },
    agencies: {
      typeDefs: 'type Agency @key(fields: "id") { id: ID! name: String @shareable phone: String }',
      resolvers: { Agency: { resolveReference: byKey('id', [{ id: 'a', name: 'owned', phone: '110' }]) } },
    },
  },
  cases: {
    'a provided copy saves the hop': {
      query: '{ complaint { agency { name } } }',
      data: { complaint: { agency: { name: 'copied' } } },
      requests: { complaints: 1, agencies: 0 },
    },
    'where nothing is provided, the owner is asked': {
      query: '{ complaint { copy { name } } }',
      data: { complaint: { copy: { name: 'owned' } } },
      requests: { complaints: 1, agencies: 1 },
    },
  },
} satisfies Phenomenon
