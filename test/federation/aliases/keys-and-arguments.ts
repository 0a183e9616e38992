import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    tales: {
      typeDefs: `
        type Query { tale(id: ID!): Tale }
        type Tale @key(fields: "id") { id: ID! title: String body: String }
      `,
      resolvers: { Query: { tale: (_, { id }) => ({ id, title: `title ${id}`, body: `body ${id}` }) } },
    },
    shelves: {
      typeDefs: 'type Tale @key(fields: "id") { id: ID! shelf(floor: Int = 1): String }',
      resolvers: { Tale: { resolveReference: (row) => row, shelf: ({ id }, { floor }) => `${id} on ${floor}` } },
    },
  },
  cases: {
    'an alias may take the name of a key': {
      query: '{ tale(id: "1") { id: title title: id shelf } }',
      data: { tale: { id: 'title 1', title: '1', shelf: '1 on 1' } },
      requests: { tales: 1, shelves: 1 },
    },
    'one field may be asked with several arguments': {
      query: '{ a: tale(id: "1") { low: shelf high: shelf(floor: 3) } b: tale(id: "2") { shelf(floor: 2) } }',
      data: { a: { low: '1 on 1', high: '1 on 3' }, b: { shelf: '2 on 2' } },
      requests: { tales: 1 },
    },
    'an alias may begin with underscores': {
      query: '{ _tale: tale(id: "1") { __typename: title __proto__: body _entities: shelf } }',
      data: { _tale: JSON.parse('{ "__typename": "title 1", "__proto__": "body 1", "_entities": "1 on 1" }') },
    },
    'variables may have the names that plans use': {
      query: `query ($representations: Int, $__batch_reps_0: ID!) {
        tale(id: $__batch_reps_0) { shelf(floor: $representations) }
      }`,
      variables: { representations: 4, __batch_reps_0: '1' },
      data: { tale: { shelf: '1 on 4' } },
    },
  },
} satisfies Phenomenon
