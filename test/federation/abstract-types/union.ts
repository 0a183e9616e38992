import { byKey, type Phenomenon } from '../phenomenon.ts'

const found = [{ __typename: 'Road', id: '1', length: 5 }, { __typename: 'Bridge', id: '2', length: 'short' }, null]

export default {
  subgraphs: {
    search: {
      typeDefs: `
        type Query { search: [Found] }
        union Found = Road | Bridge
        type Road @key(fields: "id") { id: ID! length: Int }
        type Bridge @key(fields: "id") { id: ID! length: String }
      `,
      resolvers: { Query: { search: () => found } },
    },
    state: {
      typeDefs: `
        type Road @key(fields: "id") { id: ID! lanes(of: Int): [Lane!] }
        type Bridge @key(fields: "id") { id: ID! lanes(of: Int): [Lane!] spans: Int! }
        type Lane { width(unit: Int): Int }
      `,
      resolvers: {
        Road: { resolveReference: (row) => row, lanes: () => [{}] },
        Bridge: { resolveReference: byKey('id', [{ id: '2', spans: 3 }]), lanes: () => [{}, {}] },
        Lane: { width: (_, { unit }) => 10 * Number(unit) },
      },
    },
  },
  cases: {
    'each type is asked for its own fields': {
      query: '{ search { __typename ... on Road { id } ... on Bridge { spans } } }',
      data: { search: [{ __typename: 'Road', id: '1' }, { __typename: 'Bridge', spans: 3 }, null] },
      requests: { search: 1, state: 1 },
    },
    'fields of other types under one key are kept apart': {
      query: '{ search { ... on Road { size: length } ... on Bridge { text: length } } }',
      data: { search: [{ size: 5 }, { text: 'short' }, null] },
    },
    'one key with other arguments under each type is kept apart': {
      query: '{ search { ... on Road { lanes { width(unit: 1) } } ... on Bridge { lanes { width(unit: 2) } } } }',
      data: { search: [{ lanes: [{ width: 10 }] }, { lanes: [{ width: 20 }, { width: 20 }] }, null] },
    },
  },
} satisfies Phenomenon
