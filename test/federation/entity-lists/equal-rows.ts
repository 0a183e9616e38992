import type { Phenomenon } from '../phenomenon.ts'

let rows: string[] = []

export default {
  subgraphs: {
    visits: {
      typeDefs: `
        type Query { visits: [Visit] }
        type Visit { town: Town next: Town }
        type Town @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          visits: () => {
            rows = []
            return ['1', '2', '1', '1'].map((id) => ({ town: { id }, next: { id: '2' } }))
          },
        },
      },
    },
    towns: {
      typeDefs: 'type Town @key(fields: "id") { id: ID! name: String asked: String }',
      resolvers: {
        Town: {
          resolveReference: ({ id }) => {
            rows.push(String(id))
            return { id, name: `town ${id}` }
          },
          asked: () => rows.toSorted().join(' '),
        },
      },
    },
  },
  cases: {
    'one entity in several places is asked once and stands in all of them': {
      query: '{ visits { town { name asked } } }',
      data: {
        visits: ['1', '2', '1', '1'].map((id) => ({ town: { name: `town ${id}`, asked: '1 2' } })),
      },
      requests: { visits: 1, towns: 1 },
    },
    'two fields of one entity type are one request': {
      query: '{ visits { town { name } next { name } } }',
      data: {
        visits: ['1', '2', '1', '1'].map((id) => ({ town: { name: `town ${id}` }, next: { name: 'town 2' } })),
      },
      requests: { visits: 1, towns: 1 },
    },
  },
} satisfies Phenomenon
