import { byKey, type Phenomenon } from '../phenomenon.ts'

const query = `query ($details: Boolean!, $brief: Boolean! = false) {
  first: item { id ... @include(if: $details) { price } note @skip(if: $brief) }
  other @skip(if: $details)
}`

export default {
  subgraphs: {
    items: {
      typeDefs: `
        type Query { item: Item other: String }
        type Item @key(fields: "id") { id: ID! note: String }
      `,
      resolvers: { Query: { item: () => ({ id: '1', note: 'n' }), other: () => 'o' } },
    },
    prices: {
      typeDefs: 'type Item @key(fields: "id") { id: ID! price: Int }',
      resolvers: { Item: { resolveReference: byKey('id', [{ id: '1', price: 9 }]) } },
    },
  },
  cases: {
    'what is included is fetched': {
      query,
      variables: { details: true },
      data: { first: { id: '1', price: 9, note: 'n' } },
      requests: { items: 1, prices: 1 },
    },
    'what is not included costs no request': {
      query,
      variables: { details: false, brief: true },
      data: { first: { id: '1' }, other: 'o' },
      requests: { items: 1, prices: 0 },
    },
    'a condition that is written out counts too': {
      query: '{ item @include(if: true) { id price @skip(if: true) } other @include(if: false) }',
      data: { item: { id: '1' } },
      requests: { items: 1, prices: 0 },
    },
  },
} satisfies Phenomenon
