import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    towns: {
      typeDefs: `
        type Query { town: Town }
        type Town @key(fields: "id") { id: ID! name: String mayor: Person }
        type Person @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { town: () => ({ id: '1', name: 'Tenggarong', mayor: { id: 'm' } }) } },
    },
    facts: {
      typeDefs: `
        type Town @key(fields: "id") { id: ID! people: Int }
        type Person @key(fields: "id") { id: ID! since: Int }
      `,
      resolvers: {
        Town: { resolveReference: ({ id }) => ({ id, people: 100 }) },
        Person: { resolveReference: ({ id }) => ({ id, since: 2021 }) },
      },
    },
  },
  cases: {
    'fragments in fragments, at the root too, are one selection': {
      query: `
        query Ask { ...Root ... on Query { town { mayor { ...Who } } } }
        fragment Root on Query { town { ...Facts name ...Facts } }
        fragment Facts on Town { people mayor { ... { id } } }
        fragment Who on Person { since }
      `,
      data: { town: { people: 100, mayor: { id: 'm', since: 2021 }, name: 'Tenggarong' } },
      requests: { towns: 1 },
    },
  },
} satisfies Phenomenon
