import { byKey, type Phenomenon } from '../phenomenon.ts'

const media = [
  { __typename: 'Book', id: '1', title: 'Hujan', pages: 320 },
  { __typename: 'Film', id: '2', title: 'Tjoet', minutes: 105 },
]

export default {
  subgraphs: {
    media: {
      typeDefs: `
        type Query { media: [Media!] }
        interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
        type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
      `,
      resolvers: {
        Query: { media: () => media },
        Media: { resolveReference: byKey('id', media) },
        Book: { resolveReference: byKey('id', media) },
        Film: { resolveReference: byKey('id', media) },
      },
    },
    reviews: {
      typeDefs: `
        type Query { best: [Media!] }
        type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int }
      `,
      resolvers: {
        Query: { best: () => [{ id: '2', stars: 5 }] },
        Media: { resolveReference: ({ id }) => ({ __typename: 'Media', id, stars: Number(id) + 3 }) },
      },
    },
  },
  cases: {
    'a field of the interface object is asked by the interface': {
      query: '{ media { __typename title stars } }',
      data: {
        media: [
          { __typename: 'Book', title: 'Hujan', stars: 4 },
          { __typename: 'Film', title: 'Tjoet', stars: 5 },
        ],
      },
      requests: { media: 1, reviews: 1 },
    },
    'only the rows of the named type are asked': {
      query: '{ media { ... on Book { stars pages } ... on Film { minutes } } }',
      data: { media: [{ stars: 4, pages: 320 }, { minutes: 105 }] },
    },
    'no type is asked for where no type matters': {
      query: '{ best { id stars } }',
      data: { best: [{ id: '2', stars: 5 }] },
      requests: { media: 0, reviews: 1 },
    },
    'the type of an interface object comes from its owner': {
      query: '{ best { __typename stars ... on Film { minutes } } }',
      data: { best: [{ __typename: 'Film', stars: 5, minutes: 105 }] },
    },
  },
} satisfies Phenomenon
