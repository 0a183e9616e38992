import { byKey, type Phenomenon } from '../phenomenon.ts'

const places = [
  { __typename: 'House', id: 'h1', town: 'Muara' },
  { __typename: 'Office', id: 'o1', town: 'Sebulu' },
]
const people = [
  { id: '1', name: 'Ayu', place: places[0] },
  { id: '2', name: 'Bayu', place: places[1] },
]
const writer = { id: '1', name: 'Ayu' }
type Sent = { readonly place?: { readonly id?: string } | null }

export default {
  subgraphs: {
    letters: {
      typeDefs: `
        type Query { writer: Person }
        interface Place { id: ID! }
        type House implements Place @key(fields: "id") { id: ID! }
        type Office implements Place @key(fields: "id") { id: ID! }
        type Person @key(fields: "id") {
          id: ID!
          name: String @shareable
          place: Place @external
          town: String @requires(fields: "place { id }")
          desk: String @requires(fields: "place { ... on Office { id } }")
        }
      `,
      resolvers: {
        Query: { writer: () => writer },
        House: { resolveReference: byKey('id', places) },
        Office: { resolveReference: byKey('id', places) },
        Person: {
          resolveReference: (row) => row,
          town: (row) => places.find(({ id }) => id === (row as Sent).place?.id)?.town,
          desk: (row) => (row as Sent).place?.id,
        },
      },
    },
    register: {
      typeDefs: `
        type Query { reader: Person }
        interface Place { id: ID! }
        type House implements Place @key(fields: "id") { id: ID! }
        type Office implements Place @key(fields: "id") { id: ID! }
        type Boat implements Place @key(fields: "id") { id: ID! }
        type Person @key(fields: "id") { id: ID! name: String @shareable place: Place }
      `,
      resolvers: {
        Query: { reader: () => people[1] },
        Person: { resolveReference: byKey('id', people) },
      },
    },
  },
  cases: {
    'what the interface has is required, whatever the type': {
      query: '{ writer { town } reader { town } }',
      data: { writer: { town: 'Muara' }, reader: { town: 'Sebulu' } },
    },
    'what one type has is required of that type only': {
      query: '{ writer { desk } reader { desk } }',
      data: { writer: { desk: null }, reader: { desk: 'o1' } },
    },
  },
} satisfies Phenomenon
