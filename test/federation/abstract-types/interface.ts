import { byKey, type Phenomenon } from '../phenomenon.ts'

const places = [
  { __typename: 'City', id: '1', name: 'Samarinda', mayor: 'A' },
  { __typename: 'Regency', id: '2', name: 'Kutai Timur', regent: 'B' },
]

export default {
  subgraphs: {
    places: {
      typeDefs: `
        type Query { places: [Place!]! }
        interface Place { id: ID! name: String }
        type City implements Place @key(fields: "id") { id: ID! name: String mayor: String }
        type Regency implements Place @key(fields: "id") { id: ID! name: String regent: String }
      `,
      resolvers: { Query: { places: () => places } },
    },
    population: {
      typeDefs: 'type City @key(fields: "id") { id: ID! population: Int }',
      resolvers: { City: { resolveReference: byKey('id', [{ id: '1', population: 800_000 }]) } },
    },
  },
  cases: {
    'fields of the interface and of its types stand together': {
      query: `{ places { name ...Heads ... on City { population } } }
        fragment Heads on Place { ... on City { mayor } ... on Regency { head: regent } }`,
      data: {
        places: [
          { name: 'Samarinda', mayor: 'A', population: 800_000 },
          { name: 'Kutai Timur', head: 'B' },
        ],
      },
      requests: { places: 1, population: 1 },
    },
    'a type name may have any key': {
      query: '{ places { kind: __typename name } }',
      data: {
        places: [
          { kind: 'City', name: 'Samarinda' },
          { kind: 'Regency', name: 'Kutai Timur' },
        ],
      },
    },
  },
} satisfies Phenomenon
