import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    people: {
      typeDefs: `
        type Query { person(id: ID!): Person }
        type Person @key(fields: "id") { id: ID! friend: Person }
      `,
      resolvers: { Query: { person: (_, { id }) => ({ id, friend: { id: `${id}f` } }) } },
    },
    texts: {
      typeDefs: 'type Person @key(fields: "id") { id: ID! text(lang: String, n: Int): String }',
      resolvers: {
        Person: { resolveReference: (row) => row, text: ({ id }, { lang, n }) => `${id} ${lang} ${n ?? 0}` },
      },
    },
  },
  cases: {
    'one remote field with different arguments under different keys': {
      query: `query ($n: Int) {
        a: person(id: "1") { id: text(lang: "id", n: $n) text: text(lang: "en") friend { text(lang: "jv") } }
        b: person(id: "2") { text(lang: "id", n: 2) }
      }`,
      variables: { n: 1 },
      data: {
        a: { id: '1 id 1', text: '1 en 0', friend: { text: '1f jv 0' } },
        b: { text: '2 id 2' },
      },
      requests: { people: 1 },
    },
  },
} satisfies Phenomenon
