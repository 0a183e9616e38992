import { byKey, type Phenomenon } from '../phenomenon.ts'

const offices = [{ __typename: 'Clinic', id: 'c1', beds: 12 }]

export default {
  subgraphs: {
    offices: {
      typeDefs: `
        interface Office @key(fields: "id") { id: ID! }
        type Clinic implements Office @key(fields: "id") { id: ID! beds: Int }
        type School implements Office @key(fields: "id") { id: ID! pupils: Int }
      `,
      resolvers: {
        Office: { resolveReference: byKey('id', offices) },
        Clinic: { resolveReference: byKey('id', offices) },
        School: { resolveReference: () => null },
      },
    },
    visits: {
      typeDefs: `
        type Query { visited: [Office] }
        type Office @interfaceObject @key(fields: "id") { id: ID! visits: Int }
      `,
      resolvers: {
        Query: {
          visited: () => [
            { id: 'c1', visits: 3 },
            { id: 'gone', visits: 1 },
          ],
        },
        Office: { resolveReference: ({ id }) => ({ id, visits: 3 }) },
      },
    },
  },
  cases: {
    'an object of which nobody knows the type is an error where its type decides what is asked': {
      query: '{ visited { id ... on Clinic { beds } } }',
      data: { visited: [{ id: 'c1', beds: 12 }, null] },
      errors: [{ path: ['visited', 1], code: 'INTERNAL' }],
    },
    'it is answered where its type decides nothing': {
      query: '{ visited { id visits } }',
      data: {
        visited: [
          { id: 'c1', visits: 3 },
          { id: 'gone', visits: 1 },
        ],
      },
    },
  },
} satisfies Phenomenon
