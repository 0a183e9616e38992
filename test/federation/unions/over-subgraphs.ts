import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    search: {
      typeDefs: `
        type Query { search: [Hit] }
        union Hit = Road | Bridge | Note
        type Road @key(fields: "id") { id: ID! }
        type Bridge @key(fields: "id") { id: ID! }
        type Note { text: String }
      `,
      resolvers: {
        Query: {
          search: () => [
            { __typename: 'Road', id: '1' },
            { __typename: 'Bridge', id: '1' },
            { __typename: 'Note', text: 'n' },
            { __typename: 'Road', id: '2' },
          ],
        },
      },
    },
    roads: {
      typeDefs: 'type Road @key(fields: "id") { id: ID! lanes: Int }',
      resolvers: { Road: { resolveReference: ({ id }) => ({ id, lanes: Number(id) * 2 }) } },
    },
    bridges: {
      typeDefs: 'type Bridge @key(fields: "id") { id: ID! span: Int }',
      resolvers: { Bridge: { resolveReference: ({ id }) => ({ id, span: Number(id) * 100 }) } },
    },
  },
  cases: {
    'each type of a union is completed by its own subgraph': {
      query: '{ search { ... on Road { lanes } ... on Bridge { span } ... on Note { text } } }',
      data: { search: [{ lanes: 2 }, { span: 100 }, { text: 'n' }, { lanes: 4 }] },
      requests: { search: 1, roads: 1, bridges: 1 },
    },
    'only the types that are asked for': {
      query: '{ search { __typename ... on Bridge { span } } }',
      data: {
        search: [
          { __typename: 'Road' },
          { __typename: 'Bridge', span: 100 },
          { __typename: 'Note' },
          { __typename: 'Road' },
        ],
      },
      requests: { search: 1, roads: 0, bridges: 1 },
    },
  },
} satisfies Phenomenon
