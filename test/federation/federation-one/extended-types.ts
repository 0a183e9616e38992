import { byKey, type Phenomenon } from '../phenomenon.ts'

const people = [
  { id: '1', name: 'Ayu' },
  { id: '2', name: 'Bayu' },
]

export default {
  subgraphs: {
    people: {
      federation: 1,
      typeDefs: `
        type Query { people: [Person] }
        type Person @key(fields: "id") { id: ID! name: String address: Address }
        type Address { town: String }
      `,
      resolvers: {
        Query: { people: () => people },
        Person: { resolveReference: byKey('id', people), address: ({ id }) => ({ town: `town ${id}` }) },
      },
    },
    letters: {
      federation: 1,
      typeDefs: `
        extend type Query { letters: [Letter] }
        type Letter @key(fields: "id") { id: ID! from: Person @provides(fields: "name") to: Person }
        extend type Person @key(fields: "id") {
          id: ID! @external
          name: String @external
          letters: [Letter]
          greeting: String @requires(fields: "name")
        }
      `,
      resolvers: {
        Query: { letters: () => [{ id: 'l1', from: people[0], to: { id: '2' } }] },
        Letter: { resolveReference: ({ id }) => ({ id, from: people[0], to: { id: '2' } }) },
        Person: {
          resolveReference: (row) => row,
          letters: ({ id }) => (id === '1' ? [{ id: 'l1', from: people[0], to: { id: '2' } }] : []),
          greeting: ({ name }) => `Dear ${name}`,
        },
      },
    },
  },
  cases: {
    'a type is extended by its key, of which it has a copy': {
      query: '{ people { name letters { id to { name address { town } } } } }',
      data: {
        people: [
          { name: 'Ayu', letters: [{ id: 'l1', to: { name: 'Bayu', address: { town: 'town 2' } } }] },
          { name: 'Bayu', letters: [] },
        ],
      },
    },
    'what is external is brought for what requires it, and is there where it is provided': {
      query: '{ letters { from { name } to { greeting } } }',
      data: { letters: [{ from: { name: 'Ayu' }, to: { greeting: 'Dear Bayu' } }] },
    },
    'what is provided costs no request': {
      query: '{ letters { from { name } } }',
      data: { letters: [{ from: { name: 'Ayu' } }] },
      requests: { people: 0, letters: 1 },
    },
  },
} satisfies Phenomenon
