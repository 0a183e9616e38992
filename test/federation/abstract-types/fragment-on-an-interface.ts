import type { Phenomenon } from '../phenomenon.ts'

const things = [
  { __typename: 'Lamp', id: '1', label: 'lamp', watts: 40 },
  { __typename: 'Bench', id: '2', label: 'bench' },
  { __typename: 'Tree', id: '3', height: 9 },
]

export default {
  subgraphs: {
    park: {
      typeDefs: `
        type Query { things: [Thing] }
        union Thing = Lamp | Bench | Tree
        interface Labelled { label: String }
        type Lamp implements Labelled @key(fields: "id") { id: ID! label: String watts: Int }
        type Bench implements Labelled @key(fields: "id") { id: ID! label: String }
        type Tree @key(fields: "id") { id: ID! height: Int }
      `,
      resolvers: { Query: { things: () => things } },
    },
    repairs: {
      typeDefs: `
        type Lamp @key(fields: "id") { id: ID! repairs: Int }
        type Bench @key(fields: "id") { id: ID! repairs: Int }
      `,
      resolvers: {
        Lamp: { resolveReference: ({ id }) => ({ id, repairs: 1 }) },
        Bench: { resolveReference: ({ id }) => ({ id, repairs: 2 }) },
      },
    },
  },
  cases: {
    'a fragment on an interface takes the types that implement it': {
      query: '{ things { ... on Labelled { label ... on Lamp { watts } } ... on Tree { height } } }',
      data: { things: [{ label: 'lamp', watts: 40 }, { label: 'bench' }, { height: 9 }] },
      requests: { park: 1, repairs: 0 },
    },
    'types of one fragment may be completed elsewhere, together': {
      query: '{ things { ... on Labelled { label ... on Bench { repairs } } ... on Lamp { repairs } } }',
      data: { things: [{ label: 'lamp', repairs: 1 }, { label: 'bench', repairs: 2 }, {}] },
      requests: { park: 1 },
    },
  },
} satisfies Phenomenon
