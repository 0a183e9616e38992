import type { Phenomenon } from '../phenomenon.ts'

const parts = [
  { id: '1', number: 'n1', place: { row: 'r1', shelf: 's1', box: 'b1' }, name: 'Bolt' },
  { id: '2', number: 'n2', place: { row: 'r2', shelf: 's2', box: 'b2' }, name: 'Nut' },
]

export default {
  subgraphs: {
    names: {
      typeDefs: `
        type Part
          @key(fields: "id")
          @key(fields: "number", resolvable: false)
          @key(fields: "place { row shelf }", resolvable: false)
          @key(fields: "id place { shelf box }", resolvable: false) {
          id: ID!
          number: ID!
          place: Place!
          name: String!
        }
        type Place { row: ID! shelf: ID! box: ID! }
      `,
      resolvers: { Part: { resolveReference: ({ id }) => parts.find((part) => part.id === id) } },
    },
    labels: {
      typeDefs: `
        type Query { boxes: [Box] }
        type Box @key(fields: "id") { id: ID! parts: [Part!]! }
        type Part
          @key(fields: "place { row shelf }", resolvable: false)
          @key(fields: "id place { shelf box }")
          @key(fields: "number", resolvable: false)
          @key(fields: "id", resolvable: false) {
          id: ID!
          number: ID!
          place: Place!
          name: String! @external
          label: String! @requires(fields: "name")
        }
        type Place { row: ID! shelf: ID! box: ID! }
      `,
      resolvers: {
        Query: { boxes: () => [{ id: '9', parts: parts.map(({ name: _, ...part }) => part) }] },
        Part: {
          resolveReference: ({ id, place, ...sent }) =>
            (place as { readonly box?: string }).box === `b${id}` ? { ...sent, id } : null,
          label: ({ id, name }) => `${id}: ${name}`,
        },
      },
    },
  },
  cases: {
    'the resolvable ones lead there and back': {
      query: '{ boxes { id parts { id label name } } }',
      data: {
        boxes: [
          {
            id: '9',
            parts: [
              { id: '1', label: '1: Bolt', name: 'Bolt' },
              { id: '2', label: '2: Nut', name: 'Nut' },
            ],
          },
        ],
      },
    },
  },
} satisfies Phenomenon
